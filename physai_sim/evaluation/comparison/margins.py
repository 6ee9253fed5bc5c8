"""Metrics in which a second result must not be worse, as `--require-no-worse` names them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from physai_sim.core import registry
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.evaluation.comparison.difference import FEWEST, values_of, verdict
from physai_sim.evaluation.comparison.pairing import Pair

WHERE = "--require-no-worse"


@dataclass(frozen=True, slots=True)
class NoWorse:
    """What is required.

    Args:
        text: As it was given.
        metric: Its name.
        margin: How much worse it may be, in the metric's unit.
        better: Which values are: "higher" or "lower".
    """

    text: str
    metric: str
    margin: float
    better: str


@dataclass(frozen=True, slots=True)
class Held:
    """A requirement that was held against pairs.

    Args:
        text: As it was given.
        value: Mean difference, second minus first; None without a pair.
        ok: Whether it holds; never with too few pairs to tell.
        reason: Why not.
    """

    text: str
    value: float | None
    ok: bool
    reason: str


def parse_no_worse(text: str) -> NoWorse:
    """Read `METRIC` or `METRIC:MARGIN`.

    Raises:
        UnknownNameError: If no metric has the name.
        ConfigError: If neither way is better in the metric, or the margin is no such number.
    """
    name, colon, given = text.strip().partition(":")
    known = registry.names("metrics")
    if name not in known:
        raise UnknownNameError("no such metric", where=WHERE, got=name, known=known)
    better = registry.find("metrics", name).better
    if better is None:
        raise ConfigError("neither way is better in this metric", where=WHERE, got=name)
    try:
        margin = float(given) if colon else 0.0
    except ValueError:
        margin = math.nan
    if not 0.0 <= margin < math.inf:
        expected = "METRIC:MARGIN with a margin of 0 or more"
        raise ConfigError("not a margin", where=WHERE, got=given, expected=expected)
    return NoWorse(text.strip(), name, margin, better)


def no_worse(requirement: NoWorse, pairs: Sequence[Pair]) -> Held:
    """Hold a requirement against pairs.

    It fails if the second is worse by more than the margin and that is no noise, and also if the
    pairs are too few to tell.
    """
    found = values_of(pairs, requirement.metric).differences
    mean = float(found.mean()) if len(found) else None
    allowed = requirement.margin if requirement.better == "higher" else -requirement.margin
    told = verdict(np.asarray(found + allowed), better=requirement.better)
    beyond = f" by more than {requirement.margin:g}" if requirement.margin else ""
    reasons = {
        "worse": f"worse{beyond}, and that is no noise",
        "too few pairs": f"{len(found)} pairs; at least {FEWEST} are needed to tell",
    }
    reason = reasons.get(told, "")
    return Held(requirement.text, mean, not reason, reason)
