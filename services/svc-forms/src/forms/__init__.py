"""Reads filled-in forms: finds their fields in a text, types their values, and checks that they agree."""
