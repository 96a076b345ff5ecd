"""The index as files that the retriever reads: vectors for faiss, passages beside them."""

import hashlib
import json
import os
import shutil
from pathlib import Path
from threading import Lock

import faiss
import numpy as np

from encoding import Encoder


class PassageIndex:
    """
    Documents by id. Every change writes a new folder and then moves the link 'current' to it, so that a reader always sees a whole one:
    vectors.faiss, passages.jsonl in the order of the vectors, and meta.json with the encoder that made them.
    """

    def __init__(self, folder: Path, encoder: Encoder):
        self._folder = folder
        self._encoder = encoder
        self._lock = Lock()
        self._passages: list[dict] = []
        self._vectors = np.zeros((0, encoder.dimension), dtype=np.float32)
        self._load()

    @property
    def documents(self) -> int:
        return len({p["document"] for p in self._passages})

    def __len__(self) -> int:
        return len(self._passages)

    def put(self, document: str, title: str, passages: list[str]) -> None:
        """Adds a document's passages; those that it had before go."""
        vectors = self._encoder.encode(passages)
        new = [{"id": hashlib.sha256(f"{document}\0{i}\0{text}".encode()).hexdigest()[:20], "document": document, "title": title, "text": text} for i, text in enumerate(passages)]
        with self._lock:
            kept = [i for i, p in enumerate(self._passages) if p["document"] != document]
            self._write([*(self._passages[i] for i in kept), *new], np.vstack([self._vectors[kept], vectors]))

    def remove(self, document: str) -> bool:
        with self._lock:
            kept = [i for i, p in enumerate(self._passages) if p["document"] != document]
            if len(kept) == len(self._passages):
                return False
            self._write([self._passages[i] for i in kept], self._vectors[kept])
            return True

    def _write(self, passages: list[dict], vectors: np.ndarray) -> None:
        index = faiss.IndexFlatIP(self._encoder.dimension)
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        before = self._current()
        generation = 1 + (int(before.name) if before else 0)
        making = self._folder / f".making-{os.getpid()}"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        faiss.write_index(index, str(making / "vectors.faiss"))
        (making / "passages.jsonl").write_text("".join(json.dumps(p, ensure_ascii=False) + "\n" for p in passages), encoding="utf-8")
        (making / "meta.json").write_text(json.dumps({"encoder": self._encoder.name, "dimension": self._encoder.dimension, "generation": generation}), encoding="utf-8")
        made = self._folder / str(generation)
        shutil.rmtree(made, ignore_errors=True)
        making.rename(made)
        link = self._folder / ".current"
        link.unlink(missing_ok=True)
        link.symlink_to(made.name)
        link.replace(self._folder / "current")
        self._passages, self._vectors = passages, vectors
        # A reader may still be in the one before; the one before that nobody needs.
        for old in self._folder.iterdir():
            if old.name.isdigit() and int(old.name) < generation - 1:
                shutil.rmtree(old, ignore_errors=True)

    def _load(self) -> None:
        current = self._current()
        if current is None:
            return
        meta = json.loads((current / "meta.json").read_text("utf-8"))
        passages = [json.loads(line) for line in (current / "passages.jsonl").read_text("utf-8").splitlines()]
        if meta["encoder"] == self._encoder.name:
            index = faiss.read_index(str(current / "vectors.faiss"))
            vectors = index.reconstruct_n(0, index.ntotal) if index.ntotal else self._vectors
            self._passages, self._vectors = passages, vectors
        elif passages:
            # Another encoder speaks another language: its vectors mean nothing to this one, the texts do.
            self._write(passages, self._encoder.encode([p["text"] for p in passages]))

    def _current(self) -> Path | None:
        link = self._folder / "current"
        return self._folder / os.readlink(link) if link.is_symlink() else None
