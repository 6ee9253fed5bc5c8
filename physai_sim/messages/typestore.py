"""The one type store of ROS 2 messages, and a maker of messages with defaults filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray
from rosbags.interfaces import Nodetype
from rosbags.interfaces.typing import BaseDesc, FieldDesc, NameDesc, Typesdict
from rosbags.typesys import Stores, get_types_from_msg, get_typestore
from rosbags.typesys.store import Typestore

from physai_sim.core.errors import PhysAIError, UnknownNameError
from physai_sim.messages.definitions import DEFINITIONS, FIELD_DEFAULTS

Default = Callable[[], object]
Immutable = str | float | bool

# `byte` and `char` are octets in ROS 2; rosbags keeps arrays of them as uint8.
_OCTETS = frozenset({"byte", "char", "octet"})


@cache
def typestore() -> Typestore:
    """Give the store of all message types we know: ROS 2 Jazzy's and `DEFINITIONS`."""
    store = get_typestore(Stores.ROS2_JAZZY)
    types: Typesdict = {}
    for name, text in DEFINITIONS.items():
        types.update(get_types_from_msg(text, name))
    store.register(types)
    return store


def make_message(type_name: str, **fields: object) -> object:
    """Make a message; fields that are not given get their defaults.

    Defaults are zeros, empty strings and arrays, nested defaults, and the identity quaternion.
    Numeric arrays may be given as any array, list or bytes; they become flat arrays of the field's
    dtype, without a copy where they already are. No two messages share a default.

    Args:
        type_name: Full name, for example `sensor_msgs/msg/Image`.
        **fields: Values by field name.

    Returns:
        An instance of the store's data class for the type.

    Raises:
        UnknownNameError: If there is no such type, or the type has no such field.
        PhysAIError: If numbers given for an array do not fit its dtype.
    """
    recipe = _recipe(type_name)
    if unknown := fields.keys() - recipe.defaults.keys():
        raise UnknownNameError(
            "the message has no such field",
            where=type_name,
            got=min(unknown),
            known=recipe.defaults,
        )
    values = {name: default() for name, default in recipe.defaults.items() if name not in fields}
    for name, value in fields.items():
        dtype = recipe.dtypes.get(name)
        values[name] = value if dtype is None else _flat(value, dtype, f"{type_name}.{name}")
    return recipe.message_class(**values)


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How a message of one type is made: its class, its defaults, the dtypes of its arrays."""

    message_class: Callable[..., object]
    defaults: Mapping[str, Default]
    dtypes: Mapping[str, np.dtype[np.generic]]


@cache
def _recipe(type_name: str) -> _Recipe:
    store = typestore()
    if type_name not in store.fielddefs:
        raise UnknownNameError("unknown message type", got=type_name, known=store.fielddefs)
    definition = store.get_msgdef(type_name)
    defaults: dict[str, Default] = {}
    dtypes: dict[str, np.dtype[np.generic]] = {}
    for name, description in definition.fields:
        special = FIELD_DEFAULTS.get((type_name, name))
        defaults[name] = _default(description) if special is None else partial(_same, special)
        if (dtype := _array_dtype(description)) is not None:
            dtypes[name] = dtype
    return _Recipe(definition.cls, defaults, dtypes)


def _flat(value: object, dtype: np.dtype[np.generic], where: str) -> NDArray[np.generic]:
    """Give `value` as a flat contiguous array of `dtype`, refusing to change any number."""
    if isinstance(value, bytes | bytearray | memoryview):
        return np.frombuffer(value, dtype=dtype)
    given = np.asarray(value)
    with np.errstate(invalid="ignore"):  # NaN does not become an integer; the check below says so
        array = np.ascontiguousarray(given, dtype=dtype).reshape(-1)
    if dtype.kind in "iub" and given.dtype != dtype and not (array == given.reshape(-1)).all():
        raise PhysAIError("numbers do not fit the field", where=where, expected=str(dtype))
    return array


def _default(description: FieldDesc) -> Default:
    if description[0] == Nodetype.BASE or description[0] == Nodetype.NAME:
        return _element_default(description)
    element, length = description[1]
    count = length if description[0] == Nodetype.ARRAY else 0
    dtype = _array_dtype(description)
    if dtype is not None:
        return lambda: np.zeros(count, dtype=dtype)
    make = _element_default(element)
    return lambda: [make() for _ in range(count)]


def _element_default(description: BaseDesc | NameDesc) -> Default:
    if description[0] == Nodetype.NAME:
        type_name = description[1]
        return lambda: make_message(type_name)
    base = description[1][0]
    if base == "string":
        return partial(_same, "")
    zero = {"b": False, "f": 0.0}.get(np.dtype(base).kind if base not in _OCTETS else "u", 0)
    return partial(_same, zero)


def _same(value: Immutable) -> Immutable:
    # Messages may share it, for nobody can change it.
    return value


def _array_dtype(description: FieldDesc) -> np.dtype[np.generic] | None:
    """Give the dtype of a numeric array or sequence field; None for any other field."""
    if description[0] == Nodetype.BASE or description[0] == Nodetype.NAME:
        return None
    element = description[1][0]
    if element[0] == Nodetype.NAME or element[1][0] == "string":
        return None
    return np.dtype("uint8" if element[1][0] in _OCTETS else element[1][0])
