"""YAML read safely, with the line of every key, so that errors can say where."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from physai_sim.core.errors import ConfigError

MAX_BYTES = 1_000_000
KeyPath = tuple["str | int", ...]


@dataclass(frozen=True, slots=True)
class YamlSource:
    """A mapping read from YAML.

    Args:
        name: What errors call it, usually the file name.
        data: Plain mappings, lists, strings and numbers.
        lines: Line of each key path, from 1.
    """

    name: str
    data: dict[str, object]
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def where(self, path: KeyPath = ()) -> str:
        """`name:line: a.b.c`, with the line of the nearest key that stands in the file."""
        line = next(
            (self.lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self.lines), 0
        )
        place = f"{self.name}:{line}" if line else self.name
        return f"{place}: {'.'.join(str(part) for part in path)}" if path else place


def read_yaml(path: Path) -> YamlSource:
    """Read a file that holds one mapping.

    Raises:
        ConfigError: If it cannot be read, is too large, is not YAML, holds a key twice, or its
            top is not a mapping.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError("file too large", where=path.name, expected=f"<= {MAX_BYTES} bytes")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", where=str(path)) from None
    except UnicodeDecodeError:
        raise ConfigError("not a text file", where=path.name, expected="YAML in UTF-8") from None
    return parse_yaml(text, name=path.name)


def parse_yaml(text: str, *, name: str) -> YamlSource:
    """Parse text that holds one mapping; see `read_yaml`."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigError(f"not YAML: {_reason(error)}", where=_place(error, name)) from None
    except RecursionError:
        raise ConfigError("not YAML: nested too deeply", where=name) from None
    if not isinstance(data, dict) or node is None:
        raise ConfigError("wrong content", where=name, got=data, expected="a mapping of keys")
    lines: dict[KeyPath, int] = {}
    _collect_lines(node, (), lines, name)
    return YamlSource(name, data, lines)


def _collect_lines(node: yaml.Node, path: KeyPath, lines: dict[KeyPath, int], name: str) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            key_path = (*path, str(key.value))
            line = key.start_mark.line + 1
            if str(key.value) in seen:
                raise ConfigError("key given twice", where=f"{name}:{line}", got=str(key.value))
            seen.add(str(key.value))
            lines[key_path] = line
            _collect_lines(value, key_path, lines, name)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            item_path = (*path, index)
            lines[item_path] = value.start_mark.line + 1
            _collect_lines(value, item_path, lines, name)


def _reason(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or str(error)
    return " ".join(str(problem).split())


def _place(error: yaml.YAMLError, name: str) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"{name}:{mark.line + 1}" if mark is not None else name
