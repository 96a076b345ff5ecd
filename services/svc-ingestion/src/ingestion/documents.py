"""Documents, their chunks, and the store that keeps the newest of them."""

import hashlib
from collections import OrderedDict
from threading import Lock

from pydantic import BaseModel

from .texts import chunk, normalise
from .ulids import new_ulid


class Chunk(BaseModel):
    id: str
    start: int
    end: int
    sha256: str
    text: str


class Document(BaseModel):
    id: str
    title: str | None
    sha256: str
    length: int
    chunks: list[Chunk]


def make_document(text: str, title: str | None) -> Document:
    """Normalises and cuts a text; offsets count characters of the normalised text."""
    text = normalise(text)
    chunks = [
        Chunk(id=new_ulid(), start=start, end=end, sha256=_sha256(text[start:end]), text=text[start:end])
        for start, end in chunk(text)
    ]
    return Document(id=new_ulid(), title=title, sha256=_sha256(text), length=len(text), chunks=chunks)


class DocumentStore:
    """Keeps documents in memory, the newest ones only; the same text under the same title is kept once."""

    def __init__(self, most: int = 1000):
        self._most = most
        self._by_id: OrderedDict[str, Document] = OrderedDict()
        self._id_by_content: dict[tuple[str, str | None], str] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._by_id)

    def add(self, document: Document) -> tuple[Document, bool]:
        """Returns what is kept (the earlier document of the same content, if any) and whether it is new."""
        content = (document.sha256, document.title)
        with self._lock:
            if known := self._id_by_content.get(content):
                return self._by_id[known], False
            self._by_id[document.id] = document
            self._id_by_content[content] = document.id
            if len(self._by_id) > self._most:
                _, oldest = self._by_id.popitem(last=False)
                del self._id_by_content[(oldest.sha256, oldest.title)]
            return document, True

    def find(self, document_id: str) -> Document | None:
        return self._by_id.get(document_id)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
