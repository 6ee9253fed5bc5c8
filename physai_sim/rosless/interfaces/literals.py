"""Values of constants and defaults, as texts of definitions write them."""

from __future__ import annotations

import re

import yaml

from physai_sim.rosless.interfaces.definition import INTEGER_BITS, STRINGS, FieldType

_BOOLS = {"true": True, "1": True, "false": False, "0": False}
_QUOTED = re.compile(r"""(["'])(?P<body>(?:\\.|(?!\1).)*)\1\s*(?:#.*)?""")
_INTEGER = re.compile(r"[+-]?(0[xX][0-9a-fA-F]+|[0-9]+)")
_ESCAPED = re.compile(r"\\(.)")


def scalar(base: str, text: str) -> object:
    """Give the Python value of a literal, as generated message classes hold it.

    Args:
        base: A primitive or string type; `byte` becomes one octet of `bytes`.
        text: The literal without a comment.

    Raises:
        ValueError: If the text is no literal of that type.
    """
    if base in STRINGS:
        return _string(text)
    if base == "bool":
        if text.lower() not in _BOOLS:
            raise ValueError(f"bad bool {text!r}; expected true or false")
        return _BOOLS[text.lower()]
    if base in ("float32", "float64"):
        return float(text)
    return _integer(base, text)


def default(field_type: FieldType, text: str) -> object:
    """Give the default of a field: a scalar, or a tuple for arrays and sequences."""
    if field_type.kind == "single":
        return scalar(field_type.base, text)
    try:
        items = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(f"bad default {text!r}; expected a list in brackets") from error
    if not isinstance(items, list):
        raise ValueError(f"bad default {text!r}; expected a list in brackets")
    if field_type.base in STRINGS:
        return tuple(str(item) for item in items)
    return tuple(scalar(field_type.base, str(item)) for item in items)


def without_comment(text: str) -> str:
    """Cut a comment off the value of a line; a `#` between quotes is no comment."""
    if quoted := _QUOTED.fullmatch(text.strip()):
        return text.strip()[: quoted.end("body") + 1]
    return text.partition("#")[0].strip()


def _string(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    return _ESCAPED.sub(r"\1", quoted["body"]) if quoted else text


def _integer(base: str, text: str) -> object:
    if not _INTEGER.fullmatch(text):
        raise ValueError(f"bad {base} {text!r}; expected an integer")
    value = int(text, 16 if "x" in text.lower() else 10)
    bits = INTEGER_BITS.get(base, 8)
    low, high = (0, 2**bits) if bits > 0 else (-(2 ** (-bits - 1)), 2 ** (-bits - 1))
    if not low <= value < high:
        raise ValueError(f"{text} does not fit {base}; expected [{low}, {high - 1}]")
    return bytes([value]) if base == "byte" else value
