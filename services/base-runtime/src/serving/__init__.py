"""Serves a service of the platform."""
