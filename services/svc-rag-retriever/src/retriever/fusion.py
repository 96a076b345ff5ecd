"""Reciprocal rank fusion (Cormack, Clarke, Buettcher 2009)."""

from collections import defaultdict

_K = 60


def fuse(rankings: list[list[str]]) -> list[tuple[str, float]]:
    """Sums 1 / (60 + rank) of each id over the rankings; best first, ties by id."""
    scores: dict[str, float] = defaultdict(float)
    for ranking in rankings:
        for rank, document_id in enumerate(ranking, start=1):
            scores[document_id] += 1 / (_K + rank)
    return sorted(scores.items(), key=lambda s: (-s[1], s[0]))
