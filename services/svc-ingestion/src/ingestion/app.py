"""The HTTP interface of ingestion."""

from fastapi import FastAPI, HTTPException, Request, Response
from pydantic import BaseModel, Field, ValidationError

from .documents import Document, DocumentStore, make_document

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes that one document may have on the wire."""

app = FastAPI(title="svc-ingestion")
store = DocumentStore()


class IngestRequest(BaseModel):
    text: str = Field(min_length=1)
    title: str | None = None


@app.get("/health")
def health() -> dict:
    return {"status": "ok", "documents": len(store)}


@app.post("/ingest", status_code=201)
async def ingest(request: Request, response: Response) -> Document:
    """Takes JSON {"text", "title"} or plain text; 201 for a new document, 200 for one that is known."""
    source = await _read(request)
    document = make_document(source.text, source.title)
    if not document.chunks:
        raise HTTPException(422, "the document has no text")
    document, is_new = store.add(document)
    if not is_new:
        response.status_code = 200
    return document


@app.get("/documents/{document_id}")
def find(document_id: str) -> Document:
    if document := store.find(document_id):
        return document
    raise HTTPException(404, f"no document '{document_id}'")


async def _read(request: Request) -> IngestRequest:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise HTTPException(413, f"a document may have {LARGEST_BODY} bytes at most")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if media_type == "application/json":
            return IngestRequest.model_validate_json(bytes(body))
        if media_type in ("text/plain", ""):
            return IngestRequest(text=body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise HTTPException(422, "text/plain has to be UTF-8") from error
    except ValidationError as error:
        raise HTTPException(422, error.errors(include_url=False, include_context=False, include_input=False)) from error
    raise HTTPException(415, f"'{media_type}' is neither application/json nor text/plain")
