"""The examples that people have written, beside the seed."""

import json
import os
from pathlib import Path
from threading import Lock

from bootstrap_pipeline.pipeline import Example, read, seed


class ExampleFile:
    """examples.jsonl in the folder of heads; the seed stays what it is."""

    def __init__(self, folder: Path):
        self._path = folder / "examples.jsonl"
        self._lock = Lock()

    def own(self) -> list[Example]:
        """What people have written, oldest first."""
        try:
            return read(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return []

    def all(self) -> list[Example]:
        """The seed and people's own; of two with one text the later counts."""
        return list({e.text: e for e in [*seed(), *self.own()]}.values())

    def add(self, example: Example) -> None:
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"text": example.text, "route": example.route}, ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
