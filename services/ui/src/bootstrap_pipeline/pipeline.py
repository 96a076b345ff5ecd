"""From examples to a published head: read, set some aside, train, measure, train on all, publish."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from splitbrain.encoders import Encoder
from splitbrain.head import Head, train


@dataclass(frozen=True)
class Example:
    text: str
    route: str


def seed() -> list[Example]:
    """The examples that come with the image."""
    return read((files(__package__) / "seed.jsonl").read_text("utf-8"))


def read(text: str) -> list[Example]:
    return [Example(row["text"], row["route"]) for row in map(json.loads, filter(str.strip, text.splitlines()))]


def fit(examples: Iterable[Example], encoder: Encoder, folds: int = 5) -> Head:
    """A head of all examples, with the accuracy of heads that had not seen what they were asked (cross-validation)."""
    known = list(dict.fromkeys(examples))
    vectors = encoder.encode([e.text for e in known])
    labels = [e.route for e in known]
    right = asked = 0
    for fold in range(folds):
        inside = [i for i in range(len(known)) if i % folds != fold]
        outside = [i for i in range(len(known)) if i % folds == fold]
        if outside and len({labels[i] for i in inside}) > 1:
            head = train(vectors[inside], [labels[i] for i in inside], encoder.name)
            answers = head.probabilities(vectors[outside]).argmax(axis=1)
            right += sum(head.classes[a] == labels[i] for a, i in zip(answers, outside))
            asked += len(outside)
    return train(vectors, labels, encoder.name, accuracy=round(right / asked, 3) if asked else None)


def run(folder: Path, encoder: Encoder, examples: Iterable[Example] | None = None) -> Head:
    """Trains on the seed, or on these examples, and publishes the head into the folder."""
    head = fit(seed() if examples is None else examples, encoder)
    head.save(folder)
    return head
