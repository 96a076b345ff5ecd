"""Runs tesseract on a picture, and reads its table of words."""

import csv
import io
import subprocess
from collections.abc import Iterable

from pydantic import BaseModel


class OcrError(Exception):
    """The picture cannot be read; the message says why."""


class Word(BaseModel):
    """A word: its box in pixels of the picture, and how sure tesseract is of it, 0 to 100."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float


class Page(BaseModel):
    """A page's text, line by line, its words, and their mean confidence, 0 to 100; 0 without any word."""

    text: str
    confidence: float
    words: list[Word]


def languages() -> list[str]:
    """The languages that the image has data for."""
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines()[1:] if line != "osd"]


def version() -> str:
    return subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0].removeprefix("tesseract ")


def read_page(png: bytes, language: str, seconds: float = 60) -> Page:
    """Reads one picture.

    Raises OcrError when tesseract fails or takes longer than the seconds given.
    """
    try:
        run = subprocess.run(["tesseract", "stdin", "stdout", "-l", language, "--dpi", "300", "tsv"], input=png, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise OcrError(f"the page took longer than {seconds:g} s") from error
    if run.returncode != 0:
        raise OcrError(run.stderr.decode(errors="replace").strip() or f"tesseract ended with {run.returncode}")
    return page_of(run.stdout.decode("utf-8"))


def page_of(table: str) -> Page:
    """A page out of tesseract's TSV: words of one line are joined by blanks, paragraphs are kept apart by an empty line."""
    words: list[Word] = []
    lines: list[str] = []
    last: tuple[str, ...] = ()
    for row in _rows(table):
        place = (row["block_num"], row["par_num"], row["line_num"])
        words.append(Word(text=row["text"], left=row["left"], top=row["top"], width=row["width"], height=row["height"], confidence=float(row["conf"])))
        if place == last:
            lines[-1] += " " + row["text"]
        else:
            if last and place[:2] != last[:2]:
                lines.append("")
            lines.append(row["text"])
        last = place
    mean = sum(w.confidence for w in words) / len(words) if words else 0.0
    return Page(text="\n".join(lines), confidence=round(mean, 1), words=words)


def _rows(table: str) -> Iterable[dict[str, str]]:
    # Level 5 is a word; a text may hold a quotation mark, which is no quoting here.
    reader = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    return (row for row in reader if row["level"] == "5" and (row["text"] or "").strip())
