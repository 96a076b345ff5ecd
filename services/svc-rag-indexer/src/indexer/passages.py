"""Cuts a text into passages of at most so many tokens, each overlapping the one before by a sentence or so."""

import os
import re
from collections.abc import Callable

_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
_WORDS = re.compile(r"\w+|[^\w\s]")


def open_counter() -> tuple[str, Callable[[str], int]]:
    """How tokens are counted, with its name: by tiktoken where its vocabulary is in the image, else words and marks.

    tiktoken fetches vocabularies from the network when it has none, which a running service must not.
    """
    if os.environ.get("TIKTOKEN_CACHE_DIR") and os.path.isdir(os.environ["TIKTOKEN_CACHE_DIR"]):
        import tiktoken

        encoding = tiktoken.get_encoding("cl100k_base")
        return "tiktoken cl100k_base", lambda text: len(encoding.encode(text, disallowed_special=()))
    return "words and marks", lambda text: len(_WORDS.findall(text))


def cut(text: str, count: Callable[[str], int], most: int = 200, overlap: int = 30) -> list[str]:
    """Passages in their order; whole sentences, and only a sentence that is longer than a passage is cut between words."""
    passages: list[str] = []
    current: list[tuple[str, int]] = []
    fresh = False
    for sentence in _pieces(text, count, most):
        if current and sum(n for _, n in current) + sentence[1] > most:
            passages.append(" ".join(s for s, _ in current))
            current, fresh = _tail(current, min(overlap, most - sentence[1])), False
        current.append(sentence)
        fresh = True
    if fresh:
        passages.append(" ".join(s for s, _ in current))
    return passages


def _tail(sentences: list[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    kept: list[tuple[str, int]] = []
    for sentence in reversed(sentences[1:]):
        if sum(n for _, n in kept) + sentence[1] > most:
            break
        kept.insert(0, sentence)
    return kept


def _pieces(text: str, count: Callable[[str], int], most: int):
    for sentence in filter(None, (s.strip() for s in _SENTENCES.split(text))):
        tokens = count(sentence)
        if tokens <= most:
            yield sentence, tokens
            continue
        piece: list[str] = []
        for word in sentence.split():
            if piece and count(" ".join([*piece, word])) > most:
                yield " ".join(piece), count(" ".join(piece))
                piece = []
            piece.append(word)
        yield " ".join(piece), count(" ".join(piece))
