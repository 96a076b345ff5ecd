import unittest

import numpy as np

from encoding import open_encoder


class EncoderTests(unittest.TestCase):
    def setUp(self):
        self.encoder = open_encoder()

    def test_vectors_have_length_one(self):
        vectors = self.encoder.encode(["income tax", "container ships", "a"])
        self.assertEqual(vectors.shape, (3, self.encoder.dimension))
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)

    def test_same_text_has_the_same_vector_in_any_company(self):
        alone = self.encoder.encode(["income tax"])[0]
        np.testing.assert_allclose(self.encoder.encode(["cats", "income tax"])[1], alone, atol=1e-6)

    def test_related_texts_are_closer_than_others(self):
        query, near, far = self.encoder.encode(["tax returns", "the tax return of last year", "cats sleep"])
        self.assertGreater(query @ near, query @ far)


if __name__ == "__main__":
    unittest.main()
