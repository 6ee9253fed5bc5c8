"""Constants of time."""

S_TO_NS = 1_000_000_000
"""Nanoseconds in a second."""
