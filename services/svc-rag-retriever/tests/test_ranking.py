import unittest

from retriever.bm25 import Bm25
from retriever.fusion import fuse


class Bm25Tests(unittest.TestCase):
    def setUp(self):
        self.index = Bm25()
        self.index.put("fox", "The quick brown fox jumps over the lazy dog")
        self.index.put("dog", "The dog sleeps")
        self.index.put("tax", "Tax returns are due in January")

    def test_documents_without_a_word_of_the_query_are_left_out(self):
        self.assertEqual([i for i, _ in self.index.rank("TAX returns")], ["tax"])

    def test_shorter_document_ranks_first_for_the_same_word(self):
        self.assertEqual([i for i, _ in self.index.rank("dog")], ["dog", "fox"])

    def test_put_again_takes_the_place_of_the_earlier_text(self):
        self.index.put("tax", "Cats")
        self.assertEqual(self.index.rank("tax"), [])
        fresh = Bm25()
        for name, text in (("fox", "The quick brown fox jumps over the lazy dog"), ("dog", "The dog sleeps"), ("tax", "Cats")):
            fresh.put(name, text)
        self.assertEqual(self.index.rank("the cats dog"), fresh.rank("the cats dog"))

    def test_nothing_is_found_where_nothing_is(self):
        self.assertEqual(Bm25().rank("dog"), [])


class FusionTests(unittest.TestCase):
    def test_good_in_both_beats_best_in_one(self):
        self.assertEqual([i for i, _ in fuse([["a", "b", "c"], ["d", "b", "e"]])][0], "b")

    def test_ties_go_by_id(self):
        self.assertEqual([i for i, _ in fuse([["b"], ["a"]])], ["a", "b"])


if __name__ == "__main__":
    unittest.main()
