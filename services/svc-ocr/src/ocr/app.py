"""The HTTP interface of text recognition."""

from typing import Annotated

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from .pictures import pages
from .tesseract import OcrError, Page, languages, read_page, version

LARGEST_BODY = 32 * 1024 * 1024
"""Bytes that one picture or PDF may have."""

app = FastAPI(title="svc-ocr")
_engine = {"tesseract": version(), "languages": languages()}


class OcrAnswer(BaseModel):
    text: str
    confidence: float
    pages: list[Page]


@app.get("/health")
def health() -> dict:
    return {"status": "ok", **_engine}


@app.post("/ocr")
async def ocr(request: Request, language: Annotated[str, Query(pattern=r"^[a-z_]{3,8}(\+[a-z_]{3,8})*$")] = "eng") -> OcrAnswer:
    """Takes the bytes of a PNG, JPEG, TIFF or PDF; pages of the text are kept apart by a form feed."""
    if unknown := set(language.split("+")) - set(_engine["languages"]):
        raise HTTPException(422, f"no data for {', '.join(sorted(unknown))}; there is {', '.join(_engine['languages'])}")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise HTTPException(413, f"a document may have {LARGEST_BODY} bytes at most")
    try:
        found = await run_in_threadpool(lambda: [read_page(png, language) for png in pages(bytes(body))])
    except OcrError as error:
        raise HTTPException(422, str(error)) from error
    words = sum(len(p.words) for p in found)
    confidence = sum(p.confidence * len(p.words) for p in found) / words if words else 0.0
    return OcrAnswer(text="\f".join(p.text for p in found), confidence=round(confidence, 1), pages=found)
