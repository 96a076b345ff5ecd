import io
import json
import tempfile
import unittest
import zipfile
from pathlib import Path

from encoding import HashingEncoder

from indexer.index import PassageIndex
from indexer.passages import cut, open_counter
from indexer.readers import UnreadableDocument, read


class PassageTests(unittest.TestCase):
    def setUp(self):
        _, self.count = open_counter()

    def test_no_passage_is_too_long_and_no_word_is_lost(self):
        text = " ".join(f"Sentence {i} has {'very ' * (i % 40)}many words." for i in range(120)) + " " + "endless " * 500
        passages = cut(text, self.count, most=50, overlap=15)
        self.assertLessEqual(max(map(self.count, passages)), 50)
        self.assertEqual(set(text.split()), set(" ".join(passages).split()))
        for number in range(120):
            self.assertTrue(any(f"Sentence {number} has" in p for p in passages), number)

    def test_short_text_is_one_passage(self):
        self.assertEqual(cut("One. Two.", self.count), ["One. Two."])
        self.assertEqual(cut(" \n ", self.count), [])


class ReaderTests(unittest.TestCase):
    def test_word_tables_are_read_in_their_place(self):
        import docx

        document = docx.Document()
        document.add_paragraph("Before")
        document.add_table(1, 2).rows[0].cells[0].text = "cell"
        document.add_paragraph("After")
        body = io.BytesIO()
        document.save(body)
        self.assertEqual(read("a.docx", body.getvalue()).split("\n"), ["Before", "cell | ", "After"])

    def test_sheets(self):
        import openpyxl

        book = openpyxl.Workbook()
        book.active.append(["net", 1000])
        body = io.BytesIO()
        book.save(body)
        self.assertEqual(read("a.XLSX", body.getvalue()), "Sheet\nnet | 1000")

    def test_slides_come_in_their_order(self):
        body = io.BytesIO()
        slide = '<p:sld xmlns:p="p" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>Slide </a:t></a:r><a:r><a:t>{}</a:t></a:r></a:p></p:sld>'
        with zipfile.ZipFile(body, "w") as parts:
            for number in (10, 2, 1):
                parts.writestr(f"ppt/slides/slide{number}.xml", slide.format(number))
        self.assertEqual(read("a.pptx", body.getvalue()), "Slide 1\n\nSlide 2\n\nSlide 10")

    def test_pages_without_their_scripts(self):
        self.assertEqual(read("a.html", b"<p>Hello</p><script>no()</script>"), "Hello")

    def test_unknown_and_damaged_are_refused(self):
        for name, body in (("a.exe", b""), ("a.docx", b"PK"), ("a.txt", b"\xff\xfe\xff"), ("a.pptx", b"")):
            self.assertRaises(UnreadableDocument, read, name, body)


class IndexTests(unittest.TestCase):
    def test_documents_are_replaced_and_outlive_the_process(self):
        with tempfile.TemporaryDirectory() as folder:
            index = PassageIndex(Path(folder), HashingEncoder())
            index.put("a", "A", ["one", "two"])
            index.put("b", "B", ["three"])
            index.put("a", "A", ["four"])
            again = PassageIndex(Path(folder), HashingEncoder())
            self.assertEqual((again.documents, len(again)), (2, 2))
            self.assertTrue(again.remove("b"))
            self.assertFalse(again.remove("b"))
            written = [json.loads(line)["text"] for line in (Path(folder) / "current" / "passages.jsonl").read_text().splitlines()]
            self.assertEqual(written, ["four"])

    def test_another_encoder_makes_the_vectors_anew(self):
        with tempfile.TemporaryDirectory() as folder:
            PassageIndex(Path(folder), HashingEncoder(512)).put("a", "A", ["one"])
            PassageIndex(Path(folder), HashingEncoder(1024))
            self.assertEqual(json.loads((Path(folder) / "current" / "meta.json").read_text())["dimension"], 1024)


if __name__ == "__main__":
    unittest.main()
