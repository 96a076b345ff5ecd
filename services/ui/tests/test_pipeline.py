import tempfile
import unittest
from pathlib import Path

from bootstrap_pipeline.pipeline import Example, run, seed
from splitbrain.encoders import HashingEncoder
from splitbrain.head import Head

from ui.examples import ExampleFile


class PipelineTests(unittest.TestCase):
    def test_seed_makes_a_head_that_is_mostly_right_on_what_it_has_not_seen(self):
        encoder = HashingEncoder()
        with tempfile.TemporaryDirectory() as folder:
            self.assertGreater(run(Path(folder), encoder).accuracy, 0.85)
            head = Head.load(Path(folder) / "head.npz", encoder.name)
            answers = head.probabilities(encoder.encode(["good evening", "derive the formula step by step and prove it"])).argmax(axis=1)
            self.assertEqual([head.classes[a] for a in answers], ["fast", "deep"])

    def test_later_example_of_one_text_counts(self):
        with tempfile.TemporaryDirectory() as folder:
            file = ExampleFile(Path(folder))
            text = seed()[0].text
            file.add(Example(text, "deep"))
            self.assertEqual([e.route for e in file.all() if e.text == text], ["deep"])
            self.assertEqual(len(file.all()), len(seed()))


if __name__ == "__main__":
    unittest.main()
