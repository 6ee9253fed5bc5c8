"""Picks a cube and puts it on a plate, from ground truth."""

from __future__ import annotations

from policies.control._carrier import Carrier


class ExpertPickPlace(Carrier):
    """Picks a cube and puts it on a plate, from ground truth."""
