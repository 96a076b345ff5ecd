"""Keeps what is known as triples, and answers questions that join them."""
