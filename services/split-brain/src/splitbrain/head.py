"""The head: a softmax over a linear map of the encoder's vectors, trained in seconds and kept as one file."""

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_VERSION = 1


class HeadError(Exception):
    """The file is no head of this encoder; the message says why."""


@dataclass(frozen=True)
class Head:
    """Classes, their weights (classes x dimension) and biases, and of which encoder and how many examples they were made."""

    encoder: str
    classes: tuple[str, ...]
    weights: np.ndarray
    biases: np.ndarray
    examples: int
    accuracy: float | None
    trained_at: str

    def probabilities(self, vectors: np.ndarray) -> np.ndarray:
        """Rows that sum to one, a column for each class."""
        logits = vectors @ self.weights.T + self.biases
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def save(self, folder: Path) -> Path:
        """Writes head.npz into the folder; a reader sees the earlier one or this one, never a half."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "head.npz"
        making = folder / f".head-{os.getpid()}.npz"
        meta = {"version": _VERSION, "encoder": self.encoder, "classes": self.classes, "examples": self.examples, "accuracy": self.accuracy, "trained_at": self.trained_at}
        with making.open("wb") as file:
            np.savez(file, weights=self.weights, biases=self.biases, meta=np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8))
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)
        return path

    @staticmethod
    def load(path: Path, encoder: str) -> "Head":
        """Reads a head.

        Raises HeadError when the file is damaged or was trained on another encoder's vectors.
        """
        try:
            with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                meta = json.loads(file["meta"].tobytes())
                head = Head(meta["encoder"], tuple(meta["classes"]), file["weights"], file["biases"], meta["examples"], meta["accuracy"], meta["trained_at"])
        except Exception as error:  # numpy raises what zipfile, json and its own reader raise.
            raise HeadError(f"{path.name} cannot be read: {error}") from error
        if meta.get("version") != _VERSION:
            raise HeadError(f"{path.name} has version {meta.get('version')}, this program knows {_VERSION}")
        if head.encoder != encoder:
            raise HeadError(f"{path.name} was trained on vectors of '{head.encoder}', this image has '{encoder}'")
        return head


def train(vectors: np.ndarray, labels: list[str], encoder: str, *, penalty: float = 1e-3, steps: int = 400, accuracy: float | None = None) -> Head:
    """Softmax regression by accelerated gradient descent; the same examples make the same head.

    Raises ValueError when there are fewer than two classes.
    """
    classes = tuple(sorted(set(labels)))
    if len(classes) < 2:
        raise ValueError(f"a head tells classes apart: there has to be an example of two at least, not only of {', '.join(classes) or 'none'}")
    targets = np.eye(len(classes), dtype=np.float64)[[classes.index(label) for label in labels]]
    # Each class weighs the same, however many examples it has.
    weight = (len(labels) / (len(classes) * targets.sum(axis=0)))[[classes.index(label) for label in labels]][:, None] / len(labels)
    inputs = np.hstack([vectors.astype(np.float64), np.ones((len(labels), 1))])
    # The loss's curvature is at most half the largest squared length of a row.
    step = 1 / (0.5 * (inputs**2).sum(axis=1).max() * weight.max() * len(labels) + penalty)
    weights = momentum = np.zeros((len(classes), inputs.shape[1]))
    for i in range(steps):
        logits = inputs @ momentum.T
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        gradient = ((powers / powers.sum(axis=1, keepdims=True) - targets) * weight).T @ inputs + penalty * momentum
        following = momentum - step * gradient
        momentum = following + i / (i + 3) * (following - weights)
        weights = following
    return Head(encoder, classes, weights[:, :-1].astype(np.float32), weights[:, -1].astype(np.float32), len(labels), accuracy, time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))
