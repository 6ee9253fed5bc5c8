"""Texts of `.msg`, `.srv` and `.action` files to structs.

Source: docs.ros.org, "Interfaces" (field types, bounds, defaults, constants, `---`).
"""

from __future__ import annotations

import keyword
import re

from physai_sim.rosless.interfaces.definition import (
    PRIMITIVES,
    STRINGS,
    Constant,
    Field,
    FieldType,
    Struct,
    split_name,
)
from physai_sim.rosless.interfaces.literals import default, scalar, without_comment

MAX_TEXT = 1 << 20
MAX_ARRAY = 1 << 20
_LINE = re.compile(
    r"(?P<type>[A-Za-z]\w*(?:/\w+){0,2})(?:<=(?P<bound>\d+))?"
    r"(?:\[(?P<most><=)?(?P<size>\d*)\])?"
    r"\s+(?P<name>[A-Za-z]\w*)\s*(?P<rest>.*)",
    re.ASCII,
)
_ALIASES = {"char": "uint8", "octet": "byte"}


def sections(full_name: str, text: str, count: int) -> list[Struct]:
    """Parse a text of `count` sections between lines of three dashes.

    Args:
        full_name: `package/kind/Name`; all sections carry it, for the caller to rename.
        text: The file's text.
        count: 1 for messages, 2 for services, 3 for actions.

    Raises:
        ValueError: If the text is no such definition; it names the line.
    """
    if len(text) > MAX_TEXT:
        raise ValueError(f"{full_name}: definition of {len(text)} characters; at most {MAX_TEXT}")
    found: list[list[Field | Constant]] = [[]]
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped == "---":
            found.append([])
        elif stripped and not stripped.startswith("#"):
            try:
                found[-1].append(_member(split_name(full_name)[0], stripped))
            except ValueError as error:
                raise ValueError(f"{full_name}, line {number}: {error}") from error
    if len(found) != count:
        raise ValueError(f"{full_name}: {len(found)} sections between '---'; expected {count}")
    return [_struct(full_name, members) for members in found]


def _struct(full_name: str, members: list[Field | Constant]) -> Struct:
    names = [member.name for member in members]
    if repeated := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"{full_name}: {min(repeated)!r} is defined twice")
    return Struct(
        full_name,
        tuple(member for member in members if isinstance(member, Field)),
        tuple(member for member in members if isinstance(member, Constant)),
    )


def _member(package: str, line: str) -> Field | Constant:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"cannot read {line!r}; expected 'type name'")
    name, rest = match["name"], without_comment(match["rest"])
    if "__" in name or name.endswith("_") or keyword.iskeyword(name):
        raise ValueError(f"bad name {name!r}; expected no '__', no '_' at its end, no keyword")
    field_type = _type(package, match)
    if rest and (field_type.is_message or (rest.startswith("=") and field_type.kind != "single")):
        raise ValueError(f"{match['type']} {name} cannot have a value, got {rest!r}")
    if rest.startswith("="):
        value = without_comment(rest[1:].strip())
        return Constant(name, field_type.base, scalar(field_type.base, value))
    given = default(field_type, rest) if rest else None
    return Field(name, field_type, given)


def _type(package: str, match: re.Match[str]) -> FieldType:
    base = _base(package, match["type"])
    bound, size = int(match["bound"] or 0), int(match["size"] or 0)
    if match["bound"] and base not in STRINGS:
        raise ValueError(f"only strings have bounds, got {match['type']}<={bound}")
    if match["size"] and not match["most"] and not 0 < size <= MAX_ARRAY:
        raise ValueError(f"array of {size} elements; expected 1 to {MAX_ARRAY}")
    kind = "single"
    if match["size"] is not None:
        kind = "array" if match["size"] and not match["most"] else "sequence"
    return FieldType(base, kind, size, bound)


def _base(package: str, text: str) -> str:
    base = _ALIASES.get(text, text)
    if base in PRIMITIVES or base in STRINGS:
        return base
    parts = text.split("/")
    if len(parts) == 1:
        return f"{package}/msg/{text}"
    if len(parts) == 3 and parts[1] != "msg":
        raise ValueError(f"a field cannot have the type {text!r}")
    return f"{parts[0]}/msg/{parts[-1]}"
