"""A trained sentence encoder where one is in the image, else hashed character n-grams, which need no training."""

import os
from pathlib import Path
from typing import Protocol

import numpy as np


class Encoder(Protocol):
    """Turns texts into rows of float32, each of length one (or zero, for a text without any features)."""

    name: str
    dimension: int

    def encode(self, texts: list[str]) -> np.ndarray: ...


class HashingEncoder:
    """Hashes of character 3- to 5-grams at word boundaries: close in spelling is close in space, whatever the language."""

    def __init__(self, dimension: int = 4096):
        from sklearn.feature_extraction.text import HashingVectorizer

        self.dimension = dimension
        self.name = f"hashing-char-3-5-{dimension}"
        self._vectorizer = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=dimension, alternate_sign=True, norm="l2", dtype=np.float32)

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.ascontiguousarray(self._vectorizer.transform(texts).toarray())


class SentenceEncoder:
    """A model of sentence-transformers, read from a folder of the image."""

    def __init__(self, folder: Path):
        # strata ignore=ST096 only reached where a model was baked in, which the Debian supply does not do
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(folder))
        self.dimension = self._model.get_sentence_embedding_dimension()
        self.name = folder.name

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.asarray(self._model.encode(texts, normalize_embeddings=True), dtype=np.float32)


def open_encoder(folder: str | None = None) -> Encoder:
    """The model in the folder (ENCODER without one) when there is one; hashing otherwise."""
    folder = folder or os.environ.get("ENCODER")
    return SentenceEncoder(Path(folder)) if folder and Path(folder).is_dir() else HashingEncoder()
