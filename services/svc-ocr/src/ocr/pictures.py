"""Pages of what was sent, each as a PNG that tesseract reads well."""

import io
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from .tesseract import OcrError

MOST_PIXELS = 50_000_000
"""A decompressed picture of this size takes about 200 MB."""

MOST_PAGES = 50
_SMALLEST_HEIGHT = 1000

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def pages(body: bytes) -> Iterator[bytes]:
    """The pages of a picture or of a PDF.

    Raises OcrError when it is neither, is damaged, or is too big.
    """
    yield from _pdf_pages(body) if body.startswith(b"%PDF-") else _picture_pages(body)


def _picture_pages(body: bytes) -> Iterator[bytes]:
    try:
        with Image.open(io.BytesIO(body)) as picture:
            for number in range(min(getattr(picture, "n_frames", 1), MOST_PAGES)):
                picture.seek(number)
                yield _as_png(picture)
    except UnidentifiedImageError as error:
        raise OcrError("this is neither a picture nor a PDF") from error
    except Image.DecompressionBombError as error:
        raise OcrError(f"the picture has more than {MOST_PIXELS} pixels") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise OcrError(f"the picture is damaged: {error}") from error


def _as_png(picture: Image.Image) -> bytes:
    if picture.width * picture.height > MOST_PIXELS:
        raise OcrError(f"the picture has more than {MOST_PIXELS} pixels")
    picture = ImageOps.exif_transpose(picture)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        # Nothing behind the letters means paper, not ink.
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    grey = ImageOps.autocontrast(picture.convert("L"))
    if sum(grey.histogram()[:128]) > grey.width * grey.height / 2:
        grey = ImageOps.invert(grey)
    if grey.height < _SMALLEST_HEIGHT and grey.width < 2 * _SMALLEST_HEIGHT:
        # Letters of a screen have some 10 pixels; tesseract was trained on three times that.
        grey = grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.LANCZOS)
    png = io.BytesIO()
    grey.save(png, "PNG", compress_level=1)
    return png.getvalue()


def _pdf_pages(body: bytes) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(["pdftoppm", "-r", "300", "-gray", "-png", "-l", str(MOST_PAGES), "-", f"{folder}/page"], input=body, capture_output=True, timeout=300)
        if run.returncode != 0:
            raise OcrError(f"the PDF is damaged: {run.stderr.decode(errors='replace').strip()}")
        for page in sorted(Path(folder).iterdir(), key=lambda p: int(p.stem.rpartition("-")[2])):
            yield page.read_bytes()
