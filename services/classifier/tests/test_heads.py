import tempfile
import unittest
from pathlib import Path

from classifier.heads import HeadFile
from splitbrain.encoders import HashingEncoder
from splitbrain.head import train


class HeadFileTests(unittest.TestCase):
    def test_follows_the_file_and_keeps_the_last_good_one(self):
        encoder = HashingEncoder()
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            file = HeadFile(folder, encoder.name)
            self.assertIsNone(file.head())
            train(encoder.encode(["hi", "prove"]), ["fast", "deep"], encoder.name).save(folder)
            self.assertEqual(file.head().examples, 2)
            train(encoder.encode(["hi", "prove", "hey"]), ["fast", "deep", "fast"], encoder.name).save(folder)
            self.assertEqual(file.head().examples, 3)
            (folder / "head.npz").write_bytes(b"damaged, and of another length")
            self.assertEqual(file.head().examples, 3)
            self.assertIn("cannot be read", file.problem)


if __name__ == "__main__":
    unittest.main()
