"""Ranks documents for a query by words and by vectors, and fuses both rankings."""
