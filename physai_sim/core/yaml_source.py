"""YAML read safely, with the line of every key, so that errors can say where."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from physai_sim.core.errors import ConfigError

MAX_BYTES = 1_000_000
MAX_VALUES = 100_000  # aliases of aliases could mean far more values than bytes
KeyPath = tuple["str | int", ...]


@dataclass(frozen=True, slots=True)
class YamlSource:
    """A mapping read from YAML.

    Args:
        name: What errors call it, usually the file name.
        data: Plain mappings, lists, strings and numbers.
        lines: Line of each key path, from 1.
        note: What was changed since it was read, for errors.
    """

    name: str
    data: dict[str, object]
    lines: dict[KeyPath, int] = field(default_factory=dict)
    note: str = ""

    def where(self, path: KeyPath = ()) -> str:
        """`name:line: a.b.c`, with the line of the nearest key that stands in the file."""
        line = next(
            (self.lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self.lines), 0
        )
        place = (f"{self.name}:{line}" if line else self.name) + self.note
        return f"{place}: {'.'.join(str(part) for part in path)}" if path else place


def read_yaml(path: Path) -> YamlSource:
    """Read a file that holds one mapping.

    Raises:
        ConfigError: If it cannot be read, is too large, is not YAML, holds a key twice, or its
            top is not a mapping.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise ConfigError("no file", where=str(path))  # a pipe or a device may never end
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
    data, lines = parse_value(text, name=name)
    if not isinstance(data, dict):
        what = "wrong content" if data is not None else "empty file"
        raise ConfigError(what, where=name, got=data, expected="a mapping of keys")
    return YamlSource(name, data, lines)


def parse_value(text: str, *, name: str) -> tuple[object, dict[KeyPath, int]]:
    """Parse text that holds any one value; give it with the line of each key path.

    Raises:
        ConfigError: If it is not YAML, holds a key twice, or nests too deeply or endlessly.
    """
    lines: dict[KeyPath, int] = {}
    try:
        # Parsing is what takes long: it is done once for the values and their lines.
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is None:
            return None, lines
        _collect_lines(node, (), lines, name)
        data = loader.construct_document(node)
    except yaml.YAMLError as error:
        raise ConfigError(f"not YAML: {_reason(error)}", where=_place(error, name)) from None
    except RecursionError:
        raise ConfigError("not YAML: nested too deeply", where=name) from None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # PyYAML lets these escape from values like 2020-13-45, 0x_ and `!!int x`.
        raise ConfigError(f"not YAML: a value that cannot be read: {error}", where=name) from None
    return data, lines


def _collect_lines(node: yaml.Node, path: KeyPath, lines: dict[KeyPath, int], name: str) -> None:
    if len(lines) > MAX_VALUES:
        raise ConfigError("too many values", where=name, expected=f"<= {MAX_VALUES}")
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
