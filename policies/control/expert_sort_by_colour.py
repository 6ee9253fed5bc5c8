"""Sorts cubes into trays, one after another, from ground truth."""

from __future__ import annotations

from policies.control._carrier import Carrier


class ExpertSortByColour(Carrier):
    """Sorts cubes into trays, one after another, from ground truth."""
