"""Stacks one cube on another, from ground truth."""

from __future__ import annotations

from policies.control._carrier import Carrier


class ExpertStackTwo(Carrier):
    """Stacks one cube on another, from ground truth."""
