"""What `physai physics --require` asks of a clip, beside the measures' own limits.

Grammar: `NAME OP NUMBER` or `NAME.PART OP NUMBER`, where NAME is a measure and PART a number among
its parts (`control_fidelity.label_survival>=0.9`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from physai_sim.core import registry
from physai_sim.core.errors import UnknownNameError
from physai_sim.evaluation.results.gates import WHERE, Checked, holds, split


@dataclass(frozen=True, slots=True)
class Wanted:
    """A requirement on a measure.

    Args:
        text: As it was given.
        name: Of the measure.
        part: Of its parts, levels joined by dots; "" for its value.
        op: How the value is held against the bound.
        bound: The number.
    """

    text: str
    name: str
    part: str
    op: str
    bound: float


def parse(text: str) -> Wanted:
    """Read a requirement.

    Raises:
        ConfigError: If it does not have the form.
        UnknownNameError: If no measure has the name; the closest is suggested.
    """
    what, op, bound = split(text, expected="for example 'state_error<=0.02'")
    name, _, part = what.partition(".")
    known = registry.names("measures")
    if name not in known:
        raise UnknownNameError("no such measure", where=WHERE, got=name, known=known)
    return Wanted(text.strip(), name, part, op, bound)


def checked(wanted: Iterable[Wanted], document: Mapping[str, Any]) -> tuple[Checked, ...]:
    """Hold requirements against the content of physics.json."""
    return tuple(_checked(one, document["measures"]) for one in wanted)


def _checked(wanted: Wanted, measures: Mapping[str, Any]) -> Checked:
    if wanted.name not in measures:
        return _missed(wanted, "the measure does not apply to this episode")
    row = measures[wanted.name]
    found = row["value"] if not wanted.part else _part(row["parts"], wanted.part)
    if not isinstance(found, (int, float)) or isinstance(found, bool):
        return _missed(wanted, row["reason"] or f"it has no number {wanted.part!r}")
    return Checked(wanted.text, found, holds(found, wanted.op, wanted.bound), "")


def _missed(wanted: Wanted, reason: str) -> Checked:
    return Checked(wanted.text, value=None, ok=False, reason=reason)


def _part(parts: Any, path: str) -> Any:
    """A part by its name, or by names of levels joined by dots."""
    if not isinstance(parts, Mapping):
        return None
    if path in parts:
        return parts[path]
    head, _, rest = path.partition(".")
    return _part(parts.get(head), rest) if rest else None
