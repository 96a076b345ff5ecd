"""The classifier's HTTP interface."""

import os
from pathlib import Path

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field
from splitbrain.encoders import open_encoder

from .heads import HeadFile

app = FastAPI(title="classifier")
encoder = open_encoder()
heads = HeadFile(Path(os.environ.get("HEADS_DIR", "/var/split-brain/heads")), encoder.name)


class ClassifyRequest(BaseModel):
    text: str = Field(min_length=1, max_length=200_000)


class ClassifyAnswer(BaseModel):
    route: str
    score: float
    scores: dict[str, float]


@app.get("/health")
def health() -> dict:
    """Well also without a head: then the router goes by its rules, and this says so."""
    head = heads.head()
    return {
        "status": "ok",
        "encoder": encoder.name,
        "head": head and {"classes": head.classes, "examples": head.examples, "accuracy": head.accuracy, "trained_at": head.trained_at},
        "problem": heads.problem,
    }


@app.post("/classify")
def classify(body: ClassifyRequest) -> ClassifyAnswer:
    head = heads.head()
    if head is None:
        raise HTTPException(503, heads.problem or "there is no trained head yet")
    scores = dict(zip(head.classes, head.probabilities(encoder.encode([body.text]))[0].tolist()))
    route = max(scores, key=scores.__getitem__)
    return ClassifyAnswer(route=route, score=scores[route], scores=scores)
