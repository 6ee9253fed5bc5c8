"""Parts of messages by paths such as `pose.pose.position.x` or `transforms[0].header`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.ros.inspect.interfaces import message_type

Path = tuple[str | int, ...]
_STEP = re.compile(r"(?P<name>[A-Za-z]\w*)(?P<places>(\[-?\d+\])*)")
_SEQUENCE = re.compile(r"sequence<(?P<item>.+?)(, *\d+)?>|(?P<element>.+)\[\d+\]")


def parse_path(text: str) -> Path:
    """`a.b[0]` -> `("a", "b", 0)`.

    Raises:
        ConfigError: If it is no path.
    """
    steps: list[str | int] = []
    for step in text.split("."):
        if (match := _STEP.fullmatch(step)) is None:
            raise ConfigError("not a path of fields", got=text, expected="as a.b[0]")
        steps.append(match["name"])
        steps += [int(place) for place in re.findall(r"-?\d+", match["places"])]
    return tuple(steps)


def check_path(kind: type[Any], path: Path) -> None:
    """Check that messages have such a part, before one is there.

    Args:
        kind: Class of the messages.
        path: The part.

    Raises:
        UnknownNameError: If a field is missing.
        ConfigError: If a part of what is no message or no array is asked for.
    """
    text: str | None = None
    owner: type[Any] | None = kind
    for step in path:
        if isinstance(step, int):
            text = element_type(text or "")
            if text is None:
                raise ConfigError("not an array", where=shown_path(path), got=step)
        else:
            text = _field_type(owner, step, path)
        owner = nested_message(text)


def select(message: Any, path: Path) -> Any:
    """The part of a message.

    Raises:
        ConfigError: If an array is too short.
    """
    found = message
    for step in path:
        if isinstance(step, str):
            found = getattr(found, step)
            continue
        if not -len(found) <= step < len(found):
            expected = f"less than {len(found)}, the length of the array"
            raise ConfigError(
                "no such element", where=shown_path(path), got=step, expected=expected
            )
        found = found[step]
    return found


def element_type(text: str) -> str | None:
    """Type of an array's elements, `sequence<double, 3>` -> `double`; None for no array."""
    match = _SEQUENCE.fullmatch(text)
    return None if match is None else match["item"] or match["element"]


def nested_message(text: str) -> type[Any] | None:
    """The class behind a field's type, `geometry_msgs/Point`; None for what is no message."""
    return message_type(text) if re.fullmatch(r"\w+(/msg)?/\w+", text) else None


def shown_path(path: Sequence[str | int]) -> str:
    """The text of a path."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(parts).removeprefix(".")


def _field_type(owner: type[Any] | None, step: str, path: Path) -> str:
    if owner is None:
        before = shown_path(path[: path.index(step)])
        raise ConfigError("has no fields", where=before, got=step)
    fields = owner.get_fields_and_field_types()
    if step not in fields:
        raise UnknownNameError("no such field", where=owner.__name__, got=step, known=fields)
    return str(fields[step])
