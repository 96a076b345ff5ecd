"""The HTTP interface of the indexer."""

import os
from pathlib import Path
from typing import Annotated

from encoding import open_encoder
from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool

from .index import PassageIndex
from .passages import cut, open_counter
from .readers import READERS, UnreadableDocument, read

LARGEST_BODY = 32 * 1024 * 1024
"""Bytes that one document may have."""

app = FastAPI(title="svc-rag-indexer")
encoder = open_encoder()
counter_name, count = open_counter()
index = PassageIndex(Path(os.environ.get("INDEX_DIR", "/index")), encoder)


@app.get("/health")
def health() -> dict:
    return {"status": "ok", "encoder": encoder.name, "tokens": counter_name, "formats": list(READERS), "documents": index.documents, "passages": len(index)}


@app.put("/documents/{document_id}", status_code=201)
async def put(document_id: str, request: Request, name: Annotated[str, Query(min_length=1, max_length=200)], title: str | None = None) -> dict:
    """Takes the bytes of a document; 'name' is its file name, whose ending says what it is."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise HTTPException(413, f"a document may have {LARGEST_BODY} bytes at most")
    try:
        text = await run_in_threadpool(read, name, bytes(body))
    except UnreadableDocument as error:
        raise HTTPException(422, str(error)) from error
    passages = cut(text, count)
    if not passages:
        raise HTTPException(422, "the document has no text")
    await run_in_threadpool(index.put, document_id, title or name, passages)
    return {"id": document_id, "passages": len(passages), "tokens": sum(map(count, passages))}


@app.delete("/documents/{document_id}", status_code=204)
def remove(document_id: str) -> None:
    if not index.remove(document_id):
        raise HTTPException(404, f"no document '{document_id}'")
