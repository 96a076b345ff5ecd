import random
import unittest

from ingestion.texts import chunk, normalise
from ingestion.ulids import new_ulid


class TextsTests(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(7)

    def some_text(self):
        pieces = ("a", "word", " ", "  ", "\n", "\n\n", "\r\n", "\t", ". ", "! ", "\u0301", "é", "\x00", "\u3000", "x" * 50)
        return "".join(self.random.choice(pieces) for _ in range(self.random.randrange(200)))

    def test_normal_form_is_a_fixed_point(self):
        for _ in range(2000):
            text = normalise(self.some_text())
            self.assertEqual(normalise(text), text)

    def test_chunks_hold_every_character_but_blanks_between_them(self):
        for _ in range(2000):
            text = normalise(self.some_text())
            ends = 0
            for start, end in chunk(text, longest=40):
                self.assertLess(start, end)
                self.assertLessEqual(end - start, 40)
                self.assertEqual(text[ends:start].strip(), "")
                self.assertEqual(text[start:end], text[start:end].strip())
                ends = end
            self.assertEqual(text[ends:].strip(), "")

    def test_chunk_ends_with_a_paragraph_when_it_can(self):
        text = "One two three four.\n\nFive six seven eight."
        self.assertEqual([text[s:e] for s, e in chunk(text, longest=30)], ["One two three four.", "Five six seven eight."])


class UlidTests(unittest.TestCase):
    def test_later_ids_sort_behind_and_none_comes_twice(self):
        ids = [new_ulid() for _ in range(1000)]
        self.assertEqual(len(set(ids)), 1000)
        self.assertEqual([i[:10] for i in ids], sorted(i[:10] for i in ids))
        self.assertTrue(all(len(i) == 26 and i[0] in "01234567" for i in ids))


if __name__ == "__main__":
    unittest.main()
