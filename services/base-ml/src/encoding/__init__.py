"""Texts as vectors of length one, so that their dot product is their cosine."""

from .encoders import Encoder, HashingEncoder, open_encoder

__all__ = ["Encoder", "HashingEncoder", "open_encoder"]
