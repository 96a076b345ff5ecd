"""The documents and the encoders that rank them."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from .bm25 import Bm25
from .fusion import fuse
from .shared import SharedIndex
from .vectors import CharacterVectors


@dataclass(frozen=True)
class Hit:
    """A document found: its fused score, its rank (from 1) with each encoder that found it, and for a passage of the shared index the document it is of."""

    id: str
    text: str
    score: float
    ranks: dict[str, int]
    document: str | None = None
    title: str | None = None


class Index:
    """Documents that were posted here, by id, and the passages of the indexer's folder; safe for several threads."""

    def __init__(self, folder: Path):
        self._texts: dict[str, str] = {}
        self._words = Bm25()
        self._characters = CharacterVectors()
        self._shared = SharedIndex(folder)
        self._lock = Lock()

    @property
    def encoders(self) -> list[str]:
        return [e.name for e in (self._words, self._characters, self._shared)]

    @property
    def passages(self) -> int:
        with self._lock:
            self._follow()
            return len(self._shared.passages)

    def __len__(self) -> int:
        return len(self._texts)

    def put(self, documents: dict[str, str]) -> None:
        """Adds documents; one with a known id takes the place of the earlier one."""
        with self._lock:
            for document_id, text in documents.items():
                self._texts[document_id] = text
                self._words.put(document_id, text)
                self._characters.put(document_id, text)

    def search(self, query: str, k: int) -> list[Hit]:
        """The k best documents and passages."""
        with self._lock:
            self._follow()
            ranked = {e.name: [document_id for document_id, _ in e.rank(query)] for e in (self._words, self._characters, self._shared)}
            ranks = {name: {document_id: i for i, document_id in enumerate(ids, 1)} for name, ids in ranked.items()}
            return [self._hit(document_id, score, ranks) for document_id, score in fuse(list(ranked.values()))[:k]]

    def _hit(self, document_id: str, score: float, ranks: dict[str, dict[str, int]]) -> Hit:
        passage = self._shared.passages.get(document_id)
        return Hit(
            id=document_id,
            text=passage["text"] if passage else self._texts[document_id],
            score=round(score, 6),
            ranks={name: by_id[document_id] for name, by_id in ranks.items() if document_id in by_id},
            document=passage["document"] if passage else None,
            title=passage["title"] if passage else None,
        )

    # Words are ranked over both, so that the index by words holds the shared passages too.
    def _follow(self) -> None:
        before = self._shared.passages
        if not self._shared.refresh():
            return
        now = self._shared.passages
        for gone in before.keys() - now.keys():
            self._words.remove(gone)
        for new in now.keys() - before.keys():
            self._words.put(new, now[new]["text"])
