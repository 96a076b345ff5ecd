"""The HTTP interface of the retriever."""

import hashlib
import os
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI
from pydantic import AfterValidator, BaseModel, Field

from .index import Hit, Index

app = FastAPI(title="svc-rag-retriever")
index = Index(Path(os.environ.get("INDEX_DIR", "/index")))


def _not_blank(text: str) -> str:
    if not text.split():
        raise ValueError("is blank")
    return text


NotBlank = Annotated[str, AfterValidator(_not_blank)]


class NewDocument(BaseModel):
    text: NotBlank = Field(max_length=1_000_000)
    id: str | None = Field(default=None, min_length=1, max_length=200)


class NewDocuments(BaseModel):
    documents: list[NewDocument] = Field(min_length=1, max_length=10_000)


class SearchRequest(BaseModel):
    query: NotBlank = Field(max_length=10_000)
    k: int = Field(default=5, ge=1, le=1000)


class SearchAnswer(BaseModel):
    hits: list[Hit]


@app.get("/health")
def health() -> dict:
    return {"status": "ok", "encoders": index.encoders, "documents": len(index), "passages": index.passages}


@app.post("/documents", status_code=201)
def add(body: NewDocuments) -> dict:
    """Adds documents; one without an id gets one made of its text, so posting it again changes nothing."""
    documents = {d.id or hashlib.sha256(d.text.encode()).hexdigest()[:26]: d.text for d in body.documents}
    index.put(documents)
    return {"ids": list(documents)}


@app.post("/search")
def search(body: SearchRequest) -> SearchAnswer:
    return SearchAnswer(hits=index.search(body.query, body.k))
