"""The words after a launch file's name: `NAME:=VALUE`, and what `--show-args` shows."""

from __future__ import annotations

from collections.abc import Iterable

from physai_sim.core.errors import ConfigError
from physai_sim.launching.actions import Argument
from physai_sim.launching.templates import Call, Template


def parse_arguments(words: Iterable[str]) -> dict[str, str]:
    """The launch arguments of `name:=value` words; of one given twice the last holds.

    Raises:
        ConfigError: If a word is none.
    """
    given = {}
    for word in words:
        name, sign, value = word.partition(":=")
        if not sign or not name:
            raise ConfigError("not a launch argument", got=word, expected="NAME:=VALUE")
        given[name] = value
    return given


def show_arguments(arguments: Iterable[Argument]) -> str:
    """The arguments as `ros2 launch --show-args` lists them."""
    blocks = [_shown(argument) for argument in arguments]
    if not blocks:
        return "No arguments."
    return "\n\n".join(["Arguments (pass arguments as '<name>:=<value>'):", *blocks])


def _shown(argument: Argument) -> str:
    lines = [
        f"    '{argument.name}':",
        f"        {argument.description or 'no description given'}",
    ]
    if argument.choices:
        lines.append(f"        one of: {', '.join(repr(c) for c in argument.choices)}")
    if argument.default is not None:
        lines.append(f"        (default: {_written(argument.default)!r})")
    return "\n".join(lines)


def _written(template: Template) -> str:
    """A default as the file writes it, give or take its quotation marks."""
    return "".join(part if isinstance(part, str) else _call(part) for part in template.parts)


def _call(call: Call) -> str:
    return f"$({' '.join([call.name, *(_written(argument) for argument in call.arguments)])})"
