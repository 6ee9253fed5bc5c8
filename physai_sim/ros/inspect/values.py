"""Messages out of what people type: YAML mappings of fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import yaml
from rosidl_runtime_py import set_message_fields

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.ros.inspect.fields import element_type, nested_message

MAX_CHARACTERS = 1_000_000
Setter = Callable[[Any], None]


def parse_fields(text: str) -> dict[str, Any]:
    """Read a mapping of fields; an empty text is an empty one.

    Raises:
        ConfigError: If it is none, or too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise ConfigError("values too long", got=len(text), expected=f"<= {MAX_CHARACTERS}")
    try:
        values = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(f"values are no YAML: {error}", got=text) from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise ConfigError("values are no mapping", got=text, expected="as '{data: 1}'")
    return values


def filled(kind: type[Any], text: str) -> Any:
    """Make a message of a YAML text.

    Args:
        kind: Its class.
        text: Its fields; those that are not there get their defaults.

    Raises:
        ConfigError: If a value does not fit its field.
        UnknownNameError: If there is no such field.
    """
    return _filled(kind, parse_fields(text), {})[0]


def filled_for_now(kind: type[Any], text: str) -> tuple[Any, list[Setter]]:
    """As `filled`; and setters of the stamps that are `now`, and headers that are `auto`.

    Returns:
        The message, and functions that take `builtin_interfaces/Time`.
    """
    values = parse_fields(text)
    # Older releases of rosidl_runtime_py do not have these options.
    wanted = "now" in text or "auto" in text
    options = {"expand_header_auto": True, "expand_time_now": True} if wanted else {}
    return _filled(kind, values, options)


def _filled(
    kind: type[Any], values: dict[str, Any], options: dict[str, Any]
) -> tuple[Any, list[Setter]]:
    _check_names(kind, values, kind.__name__)
    message = kind()
    try:
        setters: list[Setter] | None = set_message_fields(message, values, **options)
    except (AssertionError, AttributeError, TypeError, ValueError, OverflowError) as error:
        raise ConfigError(f"a value does not fit: {error}", where=kind.__name__) from error
    return message, setters or []


def _check_names(kind: type[Any], values: Mapping[Any, Any], where: str) -> None:
    fields = kind.get_fields_and_field_types()
    for name, value in values.items():
        if name not in fields:
            raise UnknownNameError("no such field", where=where, got=name, known=fields)
        below = f"{where}.{name}"
        item = element_type(fields[name])
        if isinstance(value, Mapping) and (nested := nested_message(fields[name])):
            _check_names(nested, value, below)
        elif isinstance(value, list) and item and (nested := nested_message(item)):
            for place, part in enumerate(value):
                if isinstance(part, Mapping):
                    _check_names(nested, part, f"{below}[{place}]")
