"""The router's HTTP interface."""

import os
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, Request
from pydantic import BaseModel, Field

from .backend import Backend
from .classifier import Classifier


class RouteRequest(BaseModel):
    text: str = Field(min_length=1, max_length=200_000)


class RouteAnswer(BaseModel):
    route: str
    score: float
    by: str


class Message(BaseModel, extra="allow"):
    role: str
    content: str | list | None = None


class ChatRequest(BaseModel, extra="allow"):
    messages: list[Message] = Field(min_length=1)


@asynccontextmanager
async def lifespan(app: FastAPI):
    # A model may think for minutes before its first byte; what must be quick is the connection.
    async with httpx.AsyncClient(timeout=httpx.Timeout(600.0, connect=5.0)) as client:
        app.state.classifier = Classifier(client, os.environ.get("CLASSIFIER_URL"))
        app.state.backend = Backend(client, os.environ.get("SCALARLM_BASE_URL"))
        yield


app = FastAPI(title="router", lifespan=lifespan)


@app.get("/health")
async def health(request: Request) -> dict:
    return {"status": "ok", "backend": request.app.state.backend.configured}


@app.post("/route")
async def route(body: RouteRequest, request: Request) -> RouteAnswer:
    decision = await request.app.state.classifier.decide(body.text)
    return RouteAnswer(route=decision.route, score=decision.score, by=decision.by)


@app.post("/v1/chat/completions")
async def chat(body: ChatRequest, request: Request):
    decision = await request.app.state.classifier.decide(_last_user_text(body.messages))
    forwarded = body.model_dump(exclude_unset=True)
    if model := os.environ.get(f"MODEL_{decision.route.upper()}"):
        forwarded["model"] = model
    return await request.app.state.backend.forward("/v1/chat/completions", forwarded, request.headers, decision)


def _last_user_text(messages: list[Message]) -> str:
    for message in reversed(messages):
        if message.role == "user":
            if isinstance(message.content, str):
                return message.content
            parts = message.content or []
            return "\n".join(str(p.get("text", "")) for p in parts if isinstance(p, dict))
    return ""
