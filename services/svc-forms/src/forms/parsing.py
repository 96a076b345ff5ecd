"""Finds the fields of a form in a text, line by line."""

import re
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher

from pydantic import BaseModel

from .definitions import Field, Form
from .values import READERS

_CLOSE = 0.82
"""How alike a label and what is written have to be, 0 to 1: one wrong letter in eight, as text recognition makes them."""

_BOX = re.compile(r"^\s*(\[[ xX]?\]|[☐☒☑])\s*(.+?)\s*:?\s*$")
_PAIR = re.compile(r"^\s*(?P<label>[^\t:]{1,60}?)\s*(?::|\t|\.{3,}|\s{3,})\s*(?P<value>.*?)\s*$")


class Value(BaseModel):
    """What was found for a field: the line it stands on (from 1), and how alike its label is, 0 to 1."""

    value: date | Decimal | bool | str | None
    line: int
    likeness: float


class Finding(BaseModel):
    """What is wrong with a form; line is null when nothing stands where something should."""

    field: str
    line: int | None
    message: str


class ParsedForm(BaseModel):
    form: str
    values: dict[str, Value]
    findings: list[Finding]
    complete: bool


def parse(name: str, form: Form, text: str) -> ParsedForm:
    """Reads a form: the best label wins a field, and of equally good ones the first."""
    values: dict[str, Value] = {}
    findings: dict[str, Finding] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for label, written in _pairs(line):
            field, likeness = _closest(form, label)
            if field is None or (field.id in values and values[field.id].likeness >= likeness):
                continue
            try:
                values[field.id] = Value(value=_read(field, written), line=number, likeness=round(likeness, 3))
                findings.pop(field.id, None)
            except ValueError as error:
                if field.id not in values:
                    findings[field.id] = Finding(field=field.id, line=number, message=str(error))
    missing = [Finding(field=f.id, line=None, message=f"'{f.labels[0]}' is not filled in") for f in form.fields if f.required and f.id not in values and f.id not in findings]
    wrong = [*findings.values(), *missing, *_disagreements(form, values)]
    return ParsedForm(form=name, values=values, findings=wrong, complete=not wrong)


def _pairs(line: str):
    if box := _BOX.match(line):
        yield box[2], box[1]
    elif pair := _PAIR.match(line):
        yield pair["label"], pair["value"]


def _closest(form: Form, written: str) -> tuple[Field | None, float]:
    tidy = _fold(written)
    best: tuple[Field | None, float] = (None, 0.0)
    for field in form.fields:
        for label in field.labels:
            likeness = 1.0 if _fold(label) == tidy else SequenceMatcher(None, _fold(label), tidy).ratio()
            if likeness >= _CLOSE and likeness > best[1]:
                best = (field, likeness)
    return best


def _fold(label: str) -> str:
    return re.sub(r"[^\w#]+", " ", label.casefold()).strip()


def _read(field: Field, written: str):
    value = READERS[field.type](written)
    if field.pattern and not re.fullmatch(field.pattern, str(value)):
        raise ValueError(f"'{written}' does not look like '{field.labels[0]}'")
    return value


def _disagreements(form: Form, values: dict[str, Value]):
    for check in form.checks:
        if check.sum and check.equals in values and check.sum[0] in values:
            total = sum((values[f].value for f in check.sum if f in values), Decimal(0))
            if total != values[check.equals].value:
                yield Finding(field=check.equals, line=values[check.equals].line, message=f"is {values[check.equals].value}, but {' + '.join(check.sum)} is {total}")
        if check.before and all(f in values for f in check.before) and values[check.before[0]].value > values[check.before[1]].value:
            yield Finding(field=check.before[1], line=values[check.before[1]].line, message=f"is before {check.before[0]}")
