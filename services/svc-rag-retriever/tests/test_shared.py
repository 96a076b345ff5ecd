import json
import tempfile
import unittest
from pathlib import Path

import faiss
from encoding import open_encoder

from retriever.index import Index


def write(folder, generation, texts, encoder=None):
    encoder = encoder or open_encoder()
    made = Path(folder) / str(generation)
    made.mkdir()
    vectors = faiss.IndexFlatIP(encoder.dimension)
    vectors.add(encoder.encode(list(texts.values())))
    faiss.write_index(vectors, str(made / "vectors.faiss"))
    (made / "passages.jsonl").write_text("".join(json.dumps({"id": i, "document": i[0], "title": "t", "text": t}) + "\n" for i, t in texts.items()))
    (made / "meta.json").write_text(json.dumps({"encoder": encoder.name, "dimension": encoder.dimension}))
    link = Path(folder) / "new"
    link.symlink_to(str(generation))
    link.replace(Path(folder) / "current")


class SharedIndexTests(unittest.TestCase):
    def test_newer_index_is_followed(self):
        with tempfile.TemporaryDirectory() as folder:
            index = Index(Path(folder))
            self.assertEqual(index.search("cats", 5), [])
            write(folder, 1, {"a1": "Cats sleep all day", "b1": "Income tax is due"})
            self.assertEqual([h.document for h in index.search("tax dues", 1)], ["b"])
            write(folder, 2, {"a1": "Cats sleep all day"})
            self.assertEqual([h.document for h in index.search("tax dues", 5)], [])

    def test_posted_documents_and_passages_are_found_together(self):
        with tempfile.TemporaryDirectory() as folder:
            write(folder, 1, {"a1": "Cats sleep all day"})
            index = Index(Path(folder))
            index.put({"posted": "My cats purr"})
            self.assertEqual({h.id for h in index.search("cats", 5)}, {"a1", "posted"})


if __name__ == "__main__":
    unittest.main()
