import tempfile
import unittest
from pathlib import Path

from kg.queries import shortest_path, solve
from kg.triples import TripleStore

FAMILY = [("ada", "parent", "ben"), ("ben", "parent", "cy"), ("ben", "parent", "di"), ("cy", "likes", "cy"), ("di", "likes", "tea"), ("eve", "likes", "ada")]


class QueryTests(unittest.TestCase):
    def setUp(self):
        self.store = TripleStore()
        self.store.add(FAMILY)

    def test_patterns_are_joined(self):
        rows = list(solve(self.store, [("?a", "parent", "?b"), ("?b", "parent", "?c")]))
        self.assertEqual({(r["?a"], r["?c"]) for r in rows}, {("ada", "cy"), ("ada", "di")})

    def test_a_variable_means_the_same_everywhere(self):
        self.assertEqual([r["?x"] for r in solve(self.store, [("?x", "likes", "?x")])], ["cy"])

    def test_order_of_patterns_does_not_matter(self):
        patterns = [("?a", "parent", "?b"), ("?b", "?p", "?c"), ("?c", "likes", "tea")]
        forward = [sorted(r.items()) for r in solve(self.store, patterns)]
        backward = [sorted(r.items()) for r in solve(self.store, patterns[::-1])]
        self.assertEqual(forward, backward)
        self.assertEqual(len(forward), 1)

    def test_way_goes_along_triples_in_either_direction(self):
        self.assertEqual(shortest_path(self.store, "eve", "tea"), [("eve", "likes", "ada"), ("ada", "parent", "ben"), ("ben", "parent", "di"), ("di", "likes", "tea")])
        self.assertIsNone(shortest_path(self.store, "eve", "tea", longest=3))
        self.assertEqual(shortest_path(self.store, "eve", "eve"), [])


class TripleStoreTests(unittest.TestCase):
    def test_what_is_known_is_not_added_again(self):
        store = TripleStore()
        self.assertEqual(store.add(FAMILY), 6)
        self.assertEqual(store.add([*FAMILY[:2], ("new", "is", "new")]), 1)
        self.assertEqual(store.remove([FAMILY[0], ("not", "there", "?")]), 1)
        self.assertEqual(len(store), 6)

    def test_every_pattern_finds_what_a_scan_finds(self):
        store = TripleStore()
        store.add(FAMILY)
        for triple in FAMILY:
            for mask in range(8):
                pattern = [t if mask >> i & 1 else None for i, t in enumerate(triple)]
                scan = sorted(f for f in FAMILY if all(p is None or p == t for p, t in zip(pattern, f)))
                self.assertEqual(store.match(*pattern), scan)

    def test_triples_outlive_the_process(self):
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "kg.sqlite")
            TripleStore(path).add(FAMILY)
            self.assertEqual(len(TripleStore(path)), 6)


if __name__ == "__main__":
    unittest.main()
