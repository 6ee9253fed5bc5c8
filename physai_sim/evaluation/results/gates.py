"""Requirements on metrics, as `--require 'route_completion>=0.95'` states them.

Grammar: `WHAT OP NUMBER`, where OP is one of >= <= > < == and WHAT is `success_rate`,
`success_at_end` or `success_once` (with `.low` or `.high` for the ends of the interval), or `NAME`
of a metric (the mean over the episodes, or what the metric pools), `NAME.PART` (a part of it),
`min(...)` or `max(...)` of either (over the episodes).
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from physai_sim.core import registry
from physai_sim.core.errors import ConfigError, UnknownNameError

WHERE = "--require"
SHARES = ("success_rate", "success_at_end", "success_once")
ENDS = ("low", "high")
_EXPECTED = "for example 'route_completion>=0.95' or 'max(collisions)==0'"
_FORM = re.compile(r"\s*(?P<what>[^<>=]+?)\s*(?P<op>>=|<=|==|>|<)\s*(?P<bound>[^<>=]+?)\s*")
_OVER = re.compile(r"(?P<over>min|max)\(\s*(?P<what>[^()]+?)\s*\)")


def _is_close(value: float, bound: float) -> bool:
    """Equal but for rounding: a mean of tenths is held to be the tenth that it is."""
    return math.isclose(value, bound, rel_tol=1e-9, abs_tol=1e-12)


_HOLDS: dict[str, Callable[[float, float], bool]] = {
    ">=": lambda value, bound: value >= bound or _is_close(value, bound),
    "<=": lambda value, bound: value <= bound or _is_close(value, bound),
    "==": _is_close,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """What is required.

    Args:
        text: As it was given.
        name: Of a metric, or one of `SHARES`.
        part: Of the metric; "" for its value.
        over: Over the episodes: "mean", "min" or "max".
        op: How the value is held against the bound.
        bound: The number.
    """

    text: str
    name: str
    part: str
    over: str
    op: str
    bound: float


@dataclass(frozen=True, slots=True)
class Checked:
    """A requirement that was held against metrics, as metrics.json lists it.

    Args:
        text: As it was given.
        value: What was found; None where it is unknown.
        ok: Whether it holds; never for an unknown value.
        reason: Why the value is unknown, or in how many of the episodes it is known if not in all.
    """

    text: str
    value: float | None
    ok: bool
    reason: str


def split(text: str, *, expected: str = _EXPECTED) -> tuple[str, str, float]:
    """What is required, how it is held against the bound, and the bound.

    Args:
        text: The requirement.
        expected: What the error tells those who wrote another thing.

    Raises:
        ConfigError: If it does not have the form `WHAT OP NUMBER`.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise ConfigError("not a requirement", where=WHERE, got=text, expected=expected)
    try:
        bound = float(found["bound"])
    except ValueError:
        bound = math.nan
    if not math.isfinite(bound):
        got = found["bound"]
        raise ConfigError("not a number to require", where=f"{WHERE} {text!r}", got=got)
    return found["what"], found["op"], bound


def holds(value: float, op: str, bound: float) -> bool:
    """Whether a value fulfils a requirement."""
    return _HOLDS[op](value, bound)


def parse(text: str) -> Requirement:
    """Read a requirement.

    Raises:
        ConfigError: If it does not have the form.
        UnknownNameError: If no metric has the name; the closest is suggested.
    """
    what, op, bound = split(text)
    over = _OVER.fullmatch(what)
    what = over["what"] if over else what
    name, _, part = what.partition(".")
    known = registry.names("metrics")
    if name not in known and name not in SHARES:
        raise UnknownNameError("no such metric", where=WHERE, got=name, known=(*known, *SHARES))
    if name in SHARES and (over or part not in ("", *ENDS)):
        raise ConfigError("not a requirement", where=WHERE, got=text, expected=f"{name}.low>=0.9")
    return Requirement(text.strip(), name, part, over["over"] if over else "mean", op, bound)


def checked(
    requirements: Iterable[Requirement], metrics: Mapping[str, Any]
) -> tuple[Checked, ...]:
    """Hold requirements against the content of metrics.json."""
    return tuple(_checked(one, metrics) for one in requirements)


def _checked(requirement: Requirement, metrics: Mapping[str, Any]) -> Checked:
    value, reason = _found(requirement, metrics)
    ok = value is not None and holds(value, requirement.op, requirement.bound)
    return Checked(requirement.text, value, ok, reason)


def _found(requirement: Requirement, metrics: Mapping[str, Any]) -> tuple[float | None, str]:
    """The value that a requirement speaks of, and what is to be said of it."""
    name, part, together = requirement.name, requirement.part, metrics["aggregate"]
    if name in SHARES:
        ended = together[name]["value"] is not None
        value = together[name][part or "value"] if ended else None
        return value, "" if ended else "no episode came to its end"
    results = [e["metrics"][name] for e in metrics["episodes"] if name in e["metrics"]]
    if not results:
        return None, f"the metric applies to none of {len(metrics['episodes'])} episodes"
    each = [result["parts"].get(part) if part else result["value"] for result in results]
    known = [value for value in each if value is not None]
    value = _over(requirement, known, together["metrics"][name])
    if value is None:
        return None, _why_unknown(requirement, results)
    of = len(metrics["episodes"])
    return value, "" if len(known) == of else f"known in {len(known)} of {of} episodes"


def _over(
    requirement: Requirement, known: list[float], summary: Mapping[str, Any]
) -> float | None:
    if requirement.over == "mean":
        together: Mapping[str, float | None] = {**summary["pooled"], "": summary["mean"]}
        if requirement.part in together:
            return together[requirement.part]
        return sum(known) / len(known) if known else None
    return {"min": min, "max": max}[requirement.over](known, default=None)


def _why_unknown(requirement: Requirement, results: list[Mapping[str, Any]]) -> str:
    reasons = dict.fromkeys(result["reason"] for result in results if result["reason"])
    if requirement.part and not reasons:
        parts = sorted({part for result in results for part in result["parts"]})
        return f"no episode has the part {requirement.part!r} (there are: {', '.join(parts)})"
    episodes = f"{len(results)} episode{'s' if len(results) > 1 else ''}"
    return f"unknown in {episodes}: {'; '.join(list(reasons)[:3])}"
