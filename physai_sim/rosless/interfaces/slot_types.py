"""Types of fields as `SLOT_TYPES` of message classes tells them, named as in rosidl's parser."""

from __future__ import annotations

from dataclasses import dataclass

from physai_sim.rosless.interfaces.definition import Field, FieldType

IDL_NAMES = {"bool": "boolean", "byte": "octet", "float32": "float", "float64": "double"}
"""Primitives to their names in IDL, where these differ."""


@dataclass(frozen=True)
class BasicType:
    """A number, boolean or octet."""

    typename: str


@dataclass(frozen=True)
class UnboundedString:
    """A string of any length."""


@dataclass(frozen=True)
class BoundedString:
    """A string of at most `maximum_size` characters."""

    maximum_size: int


@dataclass(frozen=True)
class UnboundedWString:
    """A wide string of any length."""


@dataclass(frozen=True)
class BoundedWString:
    """A wide string of at most `maximum_size` characters."""

    maximum_size: int


@dataclass(frozen=True)
class NamespacedType:
    """A message, for example of `namespaces` `['std_msgs', 'msg']` and `name` `String`."""

    namespaces: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Array:
    """`size` values."""

    value_type: object
    size: int


@dataclass(frozen=True)
class UnboundedSequence:
    """Any number of values."""

    value_type: object


@dataclass(frozen=True)
class BoundedSequence:
    """At most `maximum_size` values."""

    value_type: object
    maximum_size: int


def slot_type(field: Field) -> object:
    """Describe a field's type."""
    element = _element(field.type)
    if field.type.kind == "array":
        return Array(element, field.type.size)
    if field.type.kind == "sequence":
        size = field.type.size
        return BoundedSequence(element, size) if size else UnboundedSequence(element)
    return element


def type_text(field: Field) -> str:
    """Describe a field's type as `get_fields_and_field_types` does: `sequence<double, 3>`."""
    kind, base = field.type, field.type.base
    if kind.is_message:
        package, _, name = base.split("/")
        text = f"{package}/{name}"
    else:
        text = IDL_NAMES.get(base, base) + (f"<{kind.string_bound}>" if kind.string_bound else "")
    if kind.kind == "array":
        return f"{text}[{kind.size}]"
    if kind.kind == "sequence":
        return f"sequence<{text}, {kind.size}>" if kind.size else f"sequence<{text}>"
    return text


def _element(field_type: FieldType) -> object:
    base, bound = field_type.base, field_type.string_bound
    if field_type.is_message:
        package, kind, name = base.split("/")
        return NamespacedType((package, kind), name)
    if base == "string":
        return BoundedString(bound) if bound else UnboundedString()
    if base == "wstring":
        return BoundedWString(bound) if bound else UnboundedWString()
    return BasicType(IDL_NAMES.get(base, base))
