"""YAML as parameter files are read: plain texts are booleans, numbers or strings, nothing else.

PyYAML alone would make numbers of `12:30`, a date of `2020-01-01` and a string of `1e-3`.
Source: rcl_yaml_param_parser.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

MAX_BYTES = 1_000_000
MAX_INTEGER = 2**63

_TRUE = ("y", "yes", "true", "on")
_BOOL = re.compile(
    r"(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF)\Z"
)
_INT = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)\Z")
_FLOAT = re.compile(
    r"[-+]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|\.?(?:inf|nan))\Z", re.I
)
_PREFIX = "tag:yaml.org,2002:"


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012 - PyYAML's own table

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Take keys as they are written, for `y` is a name; refuse aliases.

        Aliases could mean far more values than the text has.
        """
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.constructor.ConstructorError(
                None, None, f"alias *{event.anchor}: aliases are not supported", event.start_mark
            )
        node = super().compose_node(parent, index)
        if isinstance(parent, yaml.MappingNode) and index is None:
            if not isinstance(node, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key that is no plain text", parent.start_mark
                )
            node.tag = f"{_PREFIX}str"
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Take a key that stands twice for one: ROS merges what stands below both."""
        found: dict[Any, Any] = {}
        for key, value in node.value:
            made = self.construct_object(value, deep=True)
            found[key.value] = _merged(found.get(key.value), made)
        return found


def _merged(one: Any, other: Any) -> Any:
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return other
    return {**one, **{key: _merged(one.get(key), value) for key, value in other.items()}}


def _bool(loader: _Loader, node: yaml.ScalarNode) -> bool:
    return str(node.value).lower() in _TRUE


def _int(loader: _Loader, node: yaml.ScalarNode) -> int | float:
    text = str(node.value)
    octal = re.fullmatch(r"([-+]?)0([0-7]+)", text)
    value = int(f"{octal[1]}0o{octal[2]}" if octal else text, 0)
    return value if -MAX_INTEGER <= value < MAX_INTEGER else float(value)


def _float(loader: _Loader, node: yaml.ScalarNode) -> float:
    text = str(node.value).lower()
    return float(text.replace(".inf", "inf").replace(".nan", "nan"))


_Loader.add_implicit_resolver(f"{_PREFIX}null", re.compile(r"\Z"), None)
for _name, _pattern, _make in (
    ("bool", _BOOL, _bool),
    ("int", _INT, _int),
    ("float", _FLOAT, _float),
):
    _Loader.add_implicit_resolver(f"{_PREFIX}{_name}", _pattern, None)
    _Loader.add_constructor(f"{_PREFIX}{_name}", _make)


def load_yaml(text: str) -> Any:
    """Read a text that holds one value.

    Raises:
        yaml.YAMLError: If it is too long, no YAML, holds aliases, or nests too deeply.
    """
    if len(text.encode()) > MAX_BYTES:
        raise yaml.YAMLError(f"text too long: expected <= {MAX_BYTES} bytes")
    try:
        return _Loader(text).get_single_data()
    except RecursionError:
        raise yaml.YAMLError("nested too deeply") from None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # PyYAML lets these escape from values like `!!int x`.
        raise yaml.YAMLError(f"a value that cannot be read: {error}") from None
