"""Ranks by the cosine of TF-IDF vectors over character n-grams: finds inflections and typing errors that words miss."""

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer


class CharacterVectors:
    """Vectors are made when they are next needed after a change, since idf depends on all documents."""

    name = "tfidf-char-3-5"

    def __init__(self):
        self._texts: dict[str, str] = {}
        self._fitted: tuple[TfidfVectorizer, object, list[str]] | None = None

    def put(self, document_id: str, text: str) -> None:
        self._texts[document_id] = text
        self._fitted = None

    def remove(self, document_id: str) -> None:
        if self._texts.pop(document_id, None) is not None:
            self._fitted = None

    def rank(self, query: str) -> list[tuple[str, float]]:
        """Ids and cosines above zero, best first; ties by id."""
        if not self._texts:
            return []
        vectorizer, matrix, ids = self._fit()
        cosines = np.asarray((matrix @ vectorizer.transform([query]).T).todense()).ravel()
        found = [(ids[i], float(cosines[i])) for i in np.flatnonzero(cosines > 0)]
        return sorted(found, key=lambda s: (-s[1], s[0]))

    def _fit(self):
        if self._fitted is None:
            ids = list(self._texts)
            vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
            self._fitted = vectorizer, vectorizer.fit_transform(self._texts[i] for i in ids), ids
        return self._fitted
