"""The user interface and what it asks for."""

import os
from importlib.resources import files
from pathlib import Path
from threading import Lock

import httpx
from bootstrap_pipeline.pipeline import Example, run
from fastapi import FastAPI, HTTPException
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from splitbrain.encoders import open_encoder
from splitbrain.head import Head, HeadError

from .examples import ExampleFile

FOLDER = Path(os.environ.get("HEADS_DIR", "/var/split-brain/heads"))
ROUTER_URL = os.environ.get("ROUTER_URL", "").rstrip("/")

app = FastAPI(title="ui")
encoder = open_encoder()
examples = ExampleFile(FOLDER)
_page = (files(__package__) / "pages" / "index.html").read_text("utf-8")
_training = Lock()


class NewExample(BaseModel):
    text: str = Field(min_length=1, max_length=10_000)
    route: str = Field(pattern="^[a-z][a-z0-9-]{0,30}$")


class Question(BaseModel):
    text: str = Field(min_length=1, max_length=10_000)


@app.get("/health")
def health() -> dict:
    return {"status": "ok", "encoder": encoder.name, "router": ROUTER_URL or None, "writable": os.access(FOLDER, os.W_OK)}


@app.get("/", response_class=HTMLResponse)
def page() -> str:
    return _page


@app.get("/head")
def head() -> dict | None:
    """The published head; null when there is none for this image's encoder."""
    path = FOLDER / "head.npz"
    try:
        return _facts(Head.load(path, encoder.name)) if path.exists() else None
    except HeadError as error:
        return {"problem": str(error)}


@app.get("/examples")
def list_examples() -> dict:
    return {"examples": [vars(e) for e in examples.all()]}


@app.post("/examples", status_code=201)
def add_example(body: NewExample) -> dict:
    _writing(lambda: examples.add(Example(body.text.strip(), body.route)))
    return {"examples": len(examples.all())}


@app.post("/train")
def train() -> dict:
    """Trains in this process on all examples and publishes the head; one at a time."""
    if not _training.acquire(blocking=False):
        raise HTTPException(409, "a head is being trained")
    try:
        return _facts(_writing(lambda: run(FOLDER, encoder, examples.all())))
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    finally:
        _training.release()


@app.post("/try")
def try_text(body: Question) -> dict:
    """Asks the router where a text goes."""
    if not ROUTER_URL:
        raise HTTPException(503, "no router: ROUTER_URL is not set")
    try:
        answer = httpx.post(f"{ROUTER_URL}/route", json={"text": body.text}, timeout=10)
        answer.raise_for_status()
        return answer.json()
    except httpx.HTTPError as error:
        raise HTTPException(502, f"the router did not answer: {error!r}") from error


def _facts(trained: Head) -> dict:
    return {"classes": trained.classes, "examples": trained.examples, "accuracy": trained.accuracy, "encoder": trained.encoder, "trained_at": trained.trained_at}


def _writing(action):
    try:
        return action()
    except OSError as error:
        raise HTTPException(507, f"{FOLDER} cannot be written: {error.strerror}") from error
