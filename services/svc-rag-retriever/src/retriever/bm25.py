"""BM25 over an inverted index that grows and shrinks with its documents."""

import math
import re
from collections import Counter, defaultdict

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


class Bm25:
    """Okapi BM25 with the non-negative idf of Lucene."""

    name = "bm25"

    def __init__(self, k1: float = 1.5, b: float = 0.75):
        self._k1 = k1
        self._b = b
        self._lengths: dict[str, int] = {}
        self._total_length = 0
        self._postings: dict[str, dict[str, int]] = defaultdict(dict)

    def put(self, document_id: str, text: str) -> None:
        self.remove(document_id)
        counts = Counter(words(text))
        self._lengths[document_id] = counts.total()
        self._total_length += counts.total()
        for word, count in counts.items():
            self._postings[word][document_id] = count

    def remove(self, document_id: str) -> None:
        if (length := self._lengths.pop(document_id, None)) is None:
            return
        self._total_length -= length
        for word in [w for w, documents in self._postings.items() if document_id in documents]:
            del self._postings[word][document_id]
            if not self._postings[word]:
                del self._postings[word]

    def rank(self, query: str) -> list[tuple[str, float]]:
        """Ids and scores of the documents that share a word with the query, best first; ties by id."""
        if not self._lengths:
            return []
        average = self._total_length / len(self._lengths) or 1.0
        scores: dict[str, float] = defaultdict(float)
        for word in dict.fromkeys(words(query)):
            documents = self._postings.get(word, {})
            idf = math.log(1 + (len(self._lengths) - len(documents) + 0.5) / (len(documents) + 0.5))
            for document_id, count in documents.items():
                norm = self._k1 * (1 - self._b + self._b * self._lengths[document_id] / average)
                scores[document_id] += idf * count * (self._k1 + 1) / (count + norm)
        return sorted(scores.items(), key=lambda s: (-s[1], s[0]))
