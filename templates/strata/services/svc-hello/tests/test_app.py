import unittest

from hello.app import answer


class AnswerTests(unittest.TestCase):
    def test_health_is_ok(self) -> None:
        self.assertEqual(answer("/health"), {"status": "ok"})

    def test_path_is_greeted(self) -> None:
        self.assertEqual(answer("/team"), {"hello": "team"})

    def test_without_a_path_the_world_is_greeted(self) -> None:
        self.assertEqual(answer("/"), {"hello": "world"})
