"""The HTTP interface of extraction."""

from fastapi import FastAPI
from pydantic import BaseModel, Field

from .entities import KINDS, Entity, find
from .html_text import text_of

app = FastAPI(title="svc-extract")


class ExtractRequest(BaseModel):
    text: str = Field(min_length=1, max_length=2_000_000)
    html: bool = False
    kinds: list[str] | None = None


class ExtractAnswer(BaseModel):
    text: str | None = Field(description="what offsets count in, when that is not the text that was sent")
    entities: list[Entity]


@app.get("/health")
def health() -> dict:
    return {"status": "ok", "kinds": list(KINDS)}


@app.post("/extract")
def extract(body: ExtractRequest) -> ExtractAnswer:
    """Entities in the order of the text; an account number whose check digits are wrong is marked invalid."""
    text = text_of(body.text) if body.html else body.text
    wanted = None if body.kinds is None else set(body.kinds)
    return ExtractAnswer(text=text if body.html else None, entities=[e for e in find(text) if wanted is None or e.kind in wanted])
