"""Reads the text of pictures and of scanned pages."""
