"""Normal form of a text, and how it is cut into chunks."""

import re
import unicodedata
from collections.abc import Iterator

CHUNK_LENGTH = 800
"""Longest chunk, in characters."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\u200b]")
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
# Where a chunk may end, best first: paragraph, line, sentence, word.
_BREAKS = (re.compile(r"\n\n"), re.compile(r"\n"), re.compile(r"[.!?] "), re.compile(r" "))


def normalise(text: str) -> str:
    """NFC, '\\n' line ends, no control characters, single blanks, at most one empty line in a row; idempotent."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    # After the controls are gone: what one of them kept apart may now be one character.
    text = _BLANKS.sub(" ", unicodedata.normalize("NFC", text))
    lines = (line.strip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def chunk(text: str, longest: int = CHUNK_LENGTH) -> Iterator[tuple[int, int]]:
    """Yields (start, end) of the chunks of a normalised text; in order, none empty, none overlapping, blanks between them left out."""
    start = 0
    while start < len(text):
        end = _end_of_chunk(text, start, longest)
        yield start, start + len(text[start:end].rstrip())
        start = end
        while start < len(text) and text[start].isspace():
            start += 1


def _end_of_chunk(text: str, start: int, longest: int) -> int:
    if len(text) - start <= longest:
        return len(text)
    window = text[start : start + longest]
    for pattern in _BREAKS:
        ends = [m.end() for m in pattern.finditer(window)]
        # A break in the first half would make many small chunks; a worse break further on is better.
        if ends and ends[-1] >= longest // 2:
            return start + ends[-1]
    return start + longest
