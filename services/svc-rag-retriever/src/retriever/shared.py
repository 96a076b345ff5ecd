"""The index that svc-rag-indexer writes, read by faiss and followed as it changes."""

import json
import os
from pathlib import Path

import faiss
from encoding import open_encoder


class SharedIndex:
    """A folder with a link 'current' to the newest index; without one it is empty. Its caller sees to threads."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._encoder = open_encoder()
        self._generation: str | None = None
        self._vectors: faiss.Index | None = None
        self.name = f"faiss {self._encoder.name}"
        self.passages: dict[str, dict] = {}

    def refresh(self) -> bool:
        """Reads the index anew when there is a newer one; whether there was."""
        try:
            generation = os.readlink(self._folder / "current")
        except OSError:
            generation = None
        if generation == self._generation:
            return False
        try:
            passages, vectors = self._read(self._folder / generation) if generation else ({}, None)
        except (OSError, RuntimeError):
            # The indexer has gone on twice while this was read, and has removed it; the next search follows.
            return False
        self._generation, self.passages, self._vectors = generation, passages, vectors
        return True

    def rank(self, query: str, most: int = 100) -> list[tuple[str, float]]:
        """Ids of passages and their cosines above zero, best first."""
        if self._vectors is None or not self.passages:
            return []
        ids = list(self.passages)
        cosines, places = self._vectors.search(self._encoder.encode([query]), min(most, len(ids)))
        return [(ids[place], float(cosine)) for cosine, place in zip(cosines[0], places[0]) if cosine > 0]

    def _read(self, folder: Path) -> tuple[dict[str, dict], faiss.Index | None]:
        meta = json.loads((folder / "meta.json").read_text("utf-8"))
        rows = [json.loads(line) for line in (folder / "passages.jsonl").read_text("utf-8").splitlines()]
        # The words are of use whatever encoder made the vectors.
        vectors = faiss.read_index(str(folder / "vectors.faiss")) if meta["encoder"] == self._encoder.name else None
        return {row["id"]: row for row in rows}, vectors
