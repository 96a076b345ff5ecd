import unittest

from router.rules import DEEP, FAST, decide


class RulesTests(unittest.TestCase):
    def test_small_talk_is_fast(self):
        for text in ("hello there", "thanks!", "What is the capital of France?"):
            self.assertEqual(decide(text).route, FAST, text)

    def test_work_is_deep(self):
        for text in ("Prove that the square root of 2 is irrational, step by step", "```python\ndef f(): pass\n```\nrefactor this", "word " * 120):
            self.assertEqual(decide(text).route, DEEP, text)

    def test_score_is_the_probability_of_the_route_taken(self):
        for text in ("hi", "", "compare both designs", "x" * 10_000, "1 + 1"):
            self.assertTrue(0.5 <= decide(text).score <= 1, text)


if __name__ == "__main__":
    unittest.main()
