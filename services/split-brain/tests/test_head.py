import tempfile
import unittest
from pathlib import Path

import numpy as np

from splitbrain.encoders import HashingEncoder
from splitbrain.head import Head, HeadError, train

EXAMPLES = [("hello", "fast"), ("hi there", "fast"), ("thanks", "fast"), ("what time is it", "fast"),
            ("prove this theorem", "deep"), ("refactor this function", "deep"), ("prove the lemma", "deep"), ("debug this function", "deep")]


class HeadTests(unittest.TestCase):
    def setUp(self):
        self.encoder = HashingEncoder()
        texts, labels = zip(*EXAMPLES)
        self.vectors, self.labels = self.encoder.encode(list(texts)), list(labels)
        self.head = train(self.vectors, self.labels, self.encoder.name)

    def of(self, text):
        return self.head.classes[int(self.head.probabilities(self.encoder.encode([text]))[0].argmax())]

    def test_learns_its_examples_and_what_is_like_them(self):
        self.assertEqual([self.of(t) for t, _ in EXAMPLES], self.labels)
        self.assertEqual((self.of("hello thanks"), self.of("prove the other theorem")), ("fast", "deep"))

    def test_probabilities_sum_to_one(self):
        np.testing.assert_allclose(self.head.probabilities(self.vectors).sum(axis=1), 1, rtol=1e-5)

    def test_same_examples_make_the_same_head(self):
        np.testing.assert_array_equal(train(self.vectors, self.labels, "e").weights, self.head.weights)

    def test_one_class_is_no_choice(self):
        self.assertRaises(ValueError, train, self.vectors[:2], ["fast", "fast"], "e")

    def test_file_brings_it_back_for_its_own_encoder_only(self):
        with tempfile.TemporaryDirectory() as folder:
            path = self.head.save(Path(folder))
            np.testing.assert_array_equal(Head.load(path, self.encoder.name).weights, self.head.weights)
            self.assertRaises(HeadError, Head.load, path, "another")
            path.write_bytes(path.read_bytes()[:100])
            self.assertRaises(HeadError, Head.load, path, self.encoder.name)


if __name__ == "__main__":
    unittest.main()
