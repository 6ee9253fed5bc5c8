"""Findings as a report gives them, for tests of what is made of them."""

import pytest

from physai_sim.generation.physics.measures.base import Finding


@pytest.fixture(scope="session")
def finding():
    """Makes rows of a report; see `_finding`."""
    return _finding


def _finding(name="dynamics", value=1.0, *, floor=0.0, limit=2.0, better="lower", reason=None):
    """A row: it passes up to its limit, and is unknown without a value."""
    if value is None:
        verdict = "unknown"
    else:
        verdict = "pass" if (value <= limit if better == "lower" else value >= limit) else "fail"
    return Finding(
        name=name,
        number="A6",
        question="?",
        unit="m",
        better=better,
        value=value,
        floor=floor,
        floor_masks=floor,
        limit=limit,
        verdict=verdict,
        reason=reason if value is not None else reason or "too small",
        parts={},
        floor_parts={},
    )
