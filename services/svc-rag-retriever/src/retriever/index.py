"""The documents and the encoders that rank them."""

from dataclasses import dataclass
from threading import Lock

from .bm25 import Bm25
from .fusion import fuse
from .vectors import CharacterVectors


@dataclass(frozen=True)
class Hit:
    """A document found: its fused score, and its rank (from 1) with each encoder that found it."""

    id: str
    text: str
    score: float
    ranks: dict[str, int]


class Index:
    """Documents by id; safe for several threads."""

    def __init__(self):
        self._texts: dict[str, str] = {}
        self._encoders = (Bm25(), CharacterVectors())
        self._lock = Lock()

    @property
    def encoders(self) -> list[str]:
        return [e.name for e in self._encoders]

    def __len__(self) -> int:
        return len(self._texts)

    def put(self, documents: dict[str, str]) -> None:
        """Adds documents; one with a known id takes the place of the earlier one."""
        with self._lock:
            for document_id, text in documents.items():
                self._texts[document_id] = text
                for encoder in self._encoders:
                    encoder.put(document_id, text)

    def search(self, query: str, k: int) -> list[Hit]:
        """The k best documents."""
        with self._lock:
            ranked = {e.name: [document_id for document_id, _ in e.rank(query)] for e in self._encoders}
            ranks = {name: {document_id: i for i, document_id in enumerate(ids, 1)} for name, ids in ranked.items()}
            return [
                Hit(
                    id=document_id,
                    text=self._texts[document_id],
                    score=round(score, 6),
                    ranks={name: by_id[document_id] for name, by_id in ranks.items() if document_id in by_id},
                )
                for document_id, score in fuse(list(ranked.values()))[:k]
            ]
