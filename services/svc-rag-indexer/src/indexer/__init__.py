"""Reads documents, cuts them into passages, and keeps an index of their vectors."""
