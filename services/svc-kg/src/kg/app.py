"""The HTTP interface of the knowledge graph."""

import os
from itertools import islice
from typing import Annotated

from fastapi import FastAPI, HTTPException, Query
from pydantic import BaseModel, Field

from .queries import is_variable, shortest_path, solve
from .triples import TripleStore

app = FastAPI(title="svc-kg")
store = TripleStore(os.environ.get("KG_DATABASE", ":memory:"))

Term = Annotated[str, Field(min_length=1, max_length=2000)]
Limit = Annotated[int, Query(ge=1, le=10_000)]


class Triples(BaseModel):
    triples: list[tuple[Term, Term, Term]] = Field(min_length=1, max_length=10_000)


class Question(BaseModel):
    where: list[tuple[Term, Term, Term]] = Field(min_length=1, max_length=20)
    select: list[Term] | None = None
    limit: int = Field(default=100, ge=1, le=10_000)


@app.get("/health")
def health() -> dict:
    return {"status": "ok", "triples": len(store), "persistent": "KG_DATABASE" in os.environ}


@app.post("/triples")
def add(body: Triples) -> dict:
    return {"added": store.add(body.triples)}


@app.post("/triples/delete")
def remove(body: Triples) -> dict:
    return {"removed": store.remove(body.triples)}


@app.get("/triples")
def match(s: str | None = None, p: str | None = None, o: str | None = None, limit: Limit = 100) -> dict:
    return {"triples": store.match(s, p, o, limit)}


@app.post("/query")
def query(body: Question) -> dict:
    """Bindings of the variables in "where" patterns such as ["?who", "files", "?form"]."""
    variables = list(dict.fromkeys(t for pattern in body.where for t in pattern if is_variable(t)))
    selected = body.select or variables
    if unknown := [v for v in selected if v not in variables]:
        raise HTTPException(422, f"select names {', '.join(unknown)}, which no pattern of where has")
    rows = dict.fromkeys(tuple(binding[v] for v in selected) for binding in islice(solve(store, body.where), 100_000))
    return {"variables": selected, "rows": list(islice(rows, body.limit))}


@app.get("/path")
def path(start: Annotated[str, Query(alias="from")], goal: Annotated[str, Query(alias="to")], longest: Annotated[int, Query(ge=1, le=10)] = 6) -> dict:
    if (found := shortest_path(store, start, goal, longest)) is None:
        raise HTTPException(404, f"no way of {longest} triples or fewer leads from '{start}' to '{goal}'")
    return {"path": found}
