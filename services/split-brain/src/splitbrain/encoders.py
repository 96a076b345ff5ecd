"""The trained sentence encoder where the image has it, else hashed words and character n-grams, which need numpy alone."""

import os
import re
import zlib
from pathlib import Path
from typing import Protocol

import numpy as np

_WORD = re.compile(r"\w+|[^\w\s]")


class Encoder(Protocol):
    """Turns texts into rows of float32, each of length one."""

    name: str
    dimension: int

    def encode(self, texts: list[str]) -> np.ndarray: ...


class HashingEncoder:
    """Signed hashes of words, pairs of words and their 3- and 4-grams, in logarithmic counts: the same in every process, since CRC-32 is."""

    def __init__(self, dimension: int = 2048):
        self.dimension = dimension
        self.name = f"hashing-{dimension}"

    def encode(self, texts: list[str]) -> np.ndarray:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts):
            for feature in self._features(text):
                code = zlib.crc32(feature.encode())
                row[code % self.dimension] += 1.0 if code & 0x80000000 else -1.0
            np.copyto(row, np.sign(row) * np.log1p(np.abs(row)))
            row /= np.linalg.norm(row) or 1.0
        return rows

    @staticmethod
    def _features(text: str):
        words = _WORD.findall(text.casefold())
        yield from (f"w {w}" for w in words)
        yield from (f"p {a} {b}" for a, b in zip(words, words[1:]))
        for word in words:
            padded = f"^{word}$"
            yield from (padded[i : i + n] for n in (3, 4) for i in range(len(padded) - n + 1))
        # How long a request is tells much of how hard it is.
        yield from (f"l {bound}" for bound in (8, 16, 32, 64, 128, 256) if len(words) >= bound)


class SentenceEncoder:
    """A model of sentence-transformers out of the folder that was baked into the image."""

    def __init__(self, folder: Path):
        # strata ignore=ST096 only reached where a model was baked in, which the Debian supply does not do
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(folder), device="cpu")
        self.dimension = self._model.get_sentence_embedding_dimension()
        self.name = folder.name

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.asarray(self._model.encode(texts, normalize_embeddings=True), dtype=np.float32)


def open_encoder() -> Encoder:
    """The model in the folder ENCODER when there is one; hashing otherwise."""
    folder = os.environ.get("ENCODER")
    return SentenceEncoder(Path(folder)) if folder and Path(folder).is_dir() else HashingEncoder()
