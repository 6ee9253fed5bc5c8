"""The table of measures as text: values, floors, limits, and where a value lies between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from physai_sim.evaluation.reporting.text import NOTHING, number, split_unit, words

# A scale ends this many limits away from the floor.
SPAN = 2.0
MOST_FIGURES = 40
SIGNS = {"lower": "\N{LESS-THAN OR EQUAL TO}", "higher": "\N{GREATER-THAN OR EQUAL TO}"}


@dataclass(frozen=True, slots=True)
class Row:
    """A measure.

    Args:
        name: As `--require` takes it.
        number: As in the list of measures.
        question: What it asks.
        value: Of the clip.
        floor: Of the true film, tracked.
        floor_masks: Of the true film, by masks.
        limit: The worst value that passes, with its sign.
        unit: Of all these.
        verdict: pass, fail or unknown.
        reason: Why it is unknown, or fails in spite of its value.
        at: Where the value lies on a scale from the floor (0) over the limit (50) on [%]; None
            where it cannot be shown.
    """

    name: str
    number: str
    question: str
    value: str
    floor: str
    floor_masks: str
    limit: str
    unit: str
    verdict: str
    reason: str
    at: float | None


def rows(document: Mapping[str, Any]) -> list[Row]:
    """Every measure of a document, what failed first, what is unknown last."""
    order = ("fail", "pass", "unknown")
    found = [_row(name, one) for name, one in document["measures"].items()]
    return sorted(found, key=lambda row: order.index(row.verdict))


def floor_codec(told: Mapping[str, Any] | None) -> str:
    """What the true film went through before it was scored, in words."""
    if told is None:
        return "the true film as the engine draws it"
    what = words(told["matched"])
    film = f"the true film through {told['codec']}, {told['pixel_format']}"
    match = f"{what} {number(told['reached'])}, the clip's is {number(told['clip'])}"
    note = f"; {told['note']}" if told["note"] else ""
    return f"{film}: {match}; {number(told['psnr_db'])} dB{note}"


def floor_looks(told: Mapping[str, Any] | None) -> str:
    """How the true film was painted anew before it was scored, in words; "" where it was not."""
    if told is None:
        return ""
    rms = told["flicker_rms"]
    flicker = f", with its flicker of {number(rms)} grey levels" if rms else ""
    return f"the worse of that and of the true film in the clip's own colours{flicker}"


def figures(document: Mapping[str, Any]) -> dict[str, list[tuple[str, str, str]]]:
    """What each measure is made of: names, values of the clip and of the floor."""
    found = {}
    for name, one in document["measures"].items():
        floor = dict(_flat(one["floor_parts"]))
        told = [
            (words(key), _shown(key, value), _shown(key, floor.get(key)))
            for key, value in _flat(one["parts"])
        ]
        if told:
            found[name] = told[:MOST_FIGURES]
    return found


def _row(name: str, one: Mapping[str, Any]) -> Row:
    return Row(
        name=name,
        number=one["number"],
        question=one["question"],
        value=number(one["value"]),
        floor=number(one["floor"]),
        floor_masks=number(one["floor_masks"]),
        limit="" if one["limit"] is None else f"{SIGNS[one['better']]} {number(one['limit'])}",
        unit=one["unit"],
        verdict=one["verdict"],
        reason=one["reason"] or "",
        at=_at(one),
    )


def _at(one: Mapping[str, Any]) -> float | None:
    """Per cent of the way from the floor to twice as far as the limit."""
    value, floor, limit = one["value"], one["floor"], one["limit"]
    if value is None or floor is None or limit is None or floor == limit:
        return None
    share = float(value - floor) / float(limit - floor)
    return min(100.0, max(0.0, 100.0 * share / SPAN))


def _flat(parts: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Numbers of nested parts, by their names joined with dots; curves are left to plots."""
    for key, value in parts.items() if isinstance(parts, Mapping) else ():
        path = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping):
            yield from _flat(value, path)
        elif isinstance(value, (int, float, str)) or value is None:
            yield path, value


def _shown(key: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return NOTHING if value is None else ("yes" if value else "no")
    return f"{number(value)} {split_unit(key)[1]}".strip()
