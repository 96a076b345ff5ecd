"""Reads the curve of a tensile test: stress over strain."""
