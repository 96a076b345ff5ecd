"""Publishes a head made of the seed: python3 -m bootstrap_pipeline [FOLDER] (HEADS_DIR)."""

import os
import sys
from pathlib import Path

from splitbrain.encoders import open_encoder

from .pipeline import run

if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("HEADS_DIR", "/var/split-brain/heads"))
    head = run(target, open_encoder())
    print(f"{target / 'head.npz'}: {head.examples} examples, accuracy {head.accuracy}, encoder {head.encoder}")
