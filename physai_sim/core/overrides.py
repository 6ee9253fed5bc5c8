"""Other values for keys of a world file: what `--set` gives, and what an episode draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from physai_sim.core.errors import ConfigError
from physai_sim.core.yaml_source import YamlSource, parse_value

# Its keys are key paths themselves, dots and all.
RANDOMIZE = "randomize"


def with_setting(source: YamlSource, setting: str) -> YamlSource:
    """A file's content with one `KEY=VALUE` in it, the keys of a path joined by dots.

    Raises:
        ConfigError: If it is no setting, its value no YAML, or the path leads through a value.
    """
    key, equals, text = setting.partition("=")
    where = f"--set {' '.join(setting.split())[:80]}"
    if not equals or not key:
        raise ConfigError("not a setting", where=where, expected="KEY=VALUE")
    try:
        value, _ = parse_value(text, name=where)
    except ConfigError as error:
        raise ConfigError(f"the value: {error.what}", where=where, got=text) from None
    keys = tuple(key.split(".", 1 if key.startswith(f"{RANDOMIZE}.") else -1))
    data = replaced(source.data, keys, value, where=where)
    lines = {path: line for path, line in source.lines.items() if path[: len(keys)] != keys}
    return YamlSource(source.name, data, lines, f"{source.note} with {where}")


def replaced(
    data: Mapping[str, Any], keys: Sequence[str], value: object, *, where: str
) -> dict[str, Any]:
    """Nested mappings with one value replaced or added; the given ones stay as they are.

    Raises:
        ConfigError: If the path leads through a value that is no mapping.
    """
    head, *rest = keys
    if not rest:
        return {**data, head: value}
    inner = data.get(head, {})
    if not isinstance(inner, Mapping):
        raise ConfigError(f"{head!r} holds a value, not keys", where=where, got=inner)
    return {**data, head: replaced(inner, rest, value, where=where)}
