"""The text of a document, by what it is."""

import csv
import io
import zipfile
from xml.etree import ElementTree

from bs4 import BeautifulSoup

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MOST_UNPACKED = 200 * 1024 * 1024
"""Bytes that the parts of an Office file may have together when unpacked."""


class UnreadableDocument(Exception):
    """The document cannot be read; the message says why."""


def read(name: str, body: bytes) -> str:
    """The text of a document by its name's ending; paragraphs, rows and slides are lines.

    Raises UnreadableDocument for an unknown ending or a damaged file.
    """
    ending = name.rpartition(".")[2].lower()
    if (reader := READERS.get(ending)) is None:
        raise UnreadableDocument(f"'{name}' ends with none of {', '.join(READERS)}")
    try:
        return reader(body)
    except UnreadableDocument:
        raise
    except Exception as error:  # Each library has its own errors for a damaged file.
        raise UnreadableDocument(f"'{name}' is damaged: {error}") from error


def _text(body: bytes) -> str:
    return body.decode("utf-8-sig")


def _html(body: bytes) -> str:
    page = BeautifulSoup(body, "html.parser")
    for hidden in page(["script", "style", "template", "noscript"]):
        hidden.decompose()
    return page.get_text("\n", strip=True)


def _csv(body: bytes) -> str:
    return _rows(csv.reader(io.StringIO(_text(body))))


def _docx(body: bytes) -> str:
    import docx

    _check_size(body)
    document = docx.Document(io.BytesIO(body))
    lines = []
    for block in document.iter_inner_content():
        lines.extend([block.text] if hasattr(block, "text") else _rows([[cell.text for cell in row.cells] for row in block.rows]).split("\n"))
    return "\n".join(line for line in lines if line.strip())


def _xlsx(body: bytes) -> str:
    import openpyxl

    _check_size(body)
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
    return "\n".join(f"{sheet.title}\n{_rows(sheet.iter_rows(values_only=True))}" for sheet in book.worksheets)


def _pptx(body: bytes) -> str:
    """Slides in their order; read as the XML that they are, since Debian has no python-pptx."""
    _check_size(body)
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        slides = sorted((n for n in parts.namelist() if n.startswith("ppt/slides/slide") and n.endswith(".xml")), key=lambda n: int("".join(filter(str.isdigit, n.rpartition("/")[2])) or 0))
        if not slides:
            raise UnreadableDocument("there is no slide in it")
        return "\n\n".join(_slide(ElementTree.fromstring(parts.read(name))) for name in slides)


def _slide(root: ElementTree.Element) -> str:
    paragraphs = ("".join(run.text or "" for run in p.iter(f"{_DRAWING}t")) for p in root.iter(f"{_DRAWING}p"))
    return "\n".join(p for p in paragraphs if p.strip())


def _rows(rows) -> str:
    return "\n".join(" | ".join("" if cell is None else str(cell) for cell in row) for row in rows if any(cell not in (None, "") for cell in row))


def _check_size(body: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
            raise UnreadableDocument(f"it unpacks to more than {MOST_UNPACKED} bytes")


READERS = {"txt": _text, "md": _text, "html": _html, "htm": _html, "csv": _csv, "docx": _docx, "xlsx": _xlsx, "pptx": _pptx}
