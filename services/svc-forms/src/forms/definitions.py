"""The forms that are known, one JSON file each."""

import json
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel


class Field(BaseModel):
    id: str
    labels: list[str]
    type: Literal["text", "date", "money", "flag"]
    pattern: str | None = None
    required: bool = False


class Check(BaseModel):
    """Either a sum of money fields that another one has to equal, or two dates in their order."""

    sum: list[str] | None = None
    equals: str | None = None
    before: list[str] | None = None


class Form(BaseModel):
    title: str
    marks: list[str]
    fields: list[Field]
    checks: list[Check]


@cache
def forms() -> dict[str, Form]:
    """All forms by name."""
    folder = files(__package__) / "known"
    return {f.name.removesuffix(".json"): Form.model_validate(json.loads(f.read_text("utf-8"))) for f in sorted(folder.iterdir(), key=lambda f: f.name) if f.name.endswith(".json")}


def recognise(text: str) -> str | None:
    """The form that a text is: the one with most of its marks and labels in it; None when it has no mark of any."""
    folded = text.casefold()
    scores = {
        name: sum(10 for m in form.marks if m in folded) + sum(any(label.casefold() in folded for label in f.labels) for f in form.fields)
        for name, form in forms().items()
        if any(m in folded for m in form.marks)
    }
    return max(scores, key=scores.__getitem__, default=None)
