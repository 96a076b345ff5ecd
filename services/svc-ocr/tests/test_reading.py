import io
import unittest

from PIL import Image, ImageDraw, ImageFont

from ocr.pictures import pages
from ocr.tesseract import OcrError, page_of, read_page


def picture(text, ink="black", paper="white", mode="RGB"):
    drawn = Image.new(mode, (900, 160), paper)
    ImageDraw.Draw(drawn).text((20, 40), text, fill=ink, font=ImageFont.load_default(size=48))
    return drawn


def encode(drawn, form):
    body = io.BytesIO()
    drawn.save(body, form)
    return body.getvalue()


class ReadingTests(unittest.TestCase):
    def read(self, body):
        return " ".join(read_page(png, "eng").text for png in pages(body))

    def test_reads_black_on_white_and_white_on_black(self):
        self.assertIn("Invoice 2026", self.read(encode(picture("Invoice 2026"), "PNG")))
        self.assertIn("Invoice 2026", self.read(encode(picture("Invoice 2026", "white", "black"), "PNG")))

    def test_nothing_behind_the_letters_is_paper(self):
        self.assertIn("Invoice 2026", self.read(encode(picture("Invoice 2026", (0, 0, 0, 255), (0, 0, 0, 0), "RGBA"), "PNG")))

    def test_reads_all_pages_of_a_pdf(self):
        body = io.BytesIO()
        picture("First page").save(body, "PDF", save_all=True, append_images=[picture("Second page")], resolution=150)
        text = self.read(body.getvalue())
        self.assertIn("First page", text)
        self.assertIn("Second page", text)

    def test_anything_else_is_refused(self):
        for body in (b"", b"hello", b"%PDF-1.7 nothing", encode(picture("x"), "PNG")[:100]):
            self.assertRaises(OcrError, lambda: list(pages(body)))


class TableTests(unittest.TestCase):
    def test_lines_and_paragraphs_are_kept_apart(self):
        head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
        rows = ["5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t90\tsay", '5\t1\t1\t1\t1\t2\t0\t0\t9\t9\t80\t"hi"', "4\t1\t1\t1\t2\t0\t0\t0\t9\t9\t-1\t", "5\t1\t1\t1\t2\t1\t0\t0\t9\t9\t70\tthere", "5\t1\t2\t1\t1\t1\t0\t0\t9\t9\t60\tend"]
        page = page_of(head + "\n".join(rows))
        self.assertEqual(page.text, 'say "hi"\nthere\n\nend')
        self.assertEqual(page.confidence, 75.0)


if __name__ == "__main__":
    unittest.main()
