"""Turns serialised messages into objects, by our type store or by what the bag says of its types.

A bag carries the definitions of its types. Where one differs from ours (another ROS release, a
custom package), the bag is right: its bytes were written by its definition.
"""

from __future__ import annotations

import re
import struct
from functools import lru_cache

from rosbags.interfaces import MessageDefinition, MessageDefinitionFormat, Nodetype
from rosbags.interfaces.typing import Typesdict
from rosbags.serde import SerdeError
from rosbags.typesys import TypesysError, get_types_from_idl, get_types_from_msg
from rosbags.typesys.store import Typestore

from physai_sim.core.errors import BagError
from physai_sim.messages.typestore import typestore

# What rosbags raises on definitions and data that make no sense; bags are not to be trusted.
_DEFINITION_ERRORS = (
    TypesysError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    AssertionError,
    RecursionError,
)
_DATA_ERRORS = (*_DEFINITION_ERRORS, SerdeError, struct.error, MemoryError, OverflowError)

_SHOWN_CHARACTERS = 200
_BEGINS_WITH_TIME = tuple(
    (Nodetype.NAME, name) for name in ("std_msgs/msg/Header", "builtin_interfaces/msg/Time")
)

_IDL_TITLE = re.compile(r"^=+\nIDL: .*$", re.MULTILINE)
# What rosbags does not parse wherever it may stand; no field depends on it.
_IDL_ASIDES = re.compile(r"^\s*(?:#include|//).*$", re.MULTILINE)

_FORMATS = {
    "ros2msg": MessageDefinitionFormat.MSG,
    "ros2idl": MessageDefinitionFormat.IDL,
}


def one_line(text: object) -> str:
    """Shorten what a bag or a library says to a part of one line."""
    return " ".join(str(text).split())[:_SHOWN_CHARACTERS]


def message_definition(encoding: str, data: bytes) -> MessageDefinition:
    """Turn an MCAP schema's encoding and text into what rosbags takes."""
    form = _FORMATS.get(encoding, MessageDefinitionFormat.NONE)
    return MessageDefinition(form, data.decode("utf-8", errors="replace"))


def decode_message(data: bytes, type_name: str, definition: MessageDefinition) -> object:
    """Deserialise a message.

    Args:
        data: CDR with its header of four bytes.
        type_name: Full type name.
        definition: What the bag says of the type; may be empty.

    Raises:
        BagError: If the type is not known at all, or the data are not of it.
    """
    store = _store_for(type_name, definition)
    try:
        return store.deserialize_cdr(data, type_name)
    except _DATA_ERRORS as error:
        reason = one_line(error)
        raise BagError(f"a message cannot be read: {reason}", where=one_line(type_name)) from None


def is_known(type_name: str, definition: MessageDefinition) -> bool:
    """Whether messages of a type can be read, by our type store or by what the bag says."""
    try:
        _store_for(type_name, definition)
    except BagError:
        return False
    return True


def is_ours(type_name: str, definition: MessageDefinition) -> bool:
    """Whether a type is laid out as in our type store, so that code that knows it may read it."""
    return is_known(type_name, definition) and _store_for(type_name, definition) is typestore()


def has_stamp(type_name: str, definition: MessageDefinition) -> bool:
    """Whether messages of a type begin with a time, as those with a header and clocks do."""
    if not is_known(type_name, definition):
        return False
    fields = _store_for(type_name, definition).fielddefs[type_name][1]
    return bool(fields) and fields[0][1] in _BEGINS_WITH_TIME


@lru_cache(maxsize=1024)
def _store_for(type_name: str, definition: MessageDefinition) -> Typestore:
    """Give our store where the bag's definition agrees with it, else one made for the bag."""
    ours = typestore()
    try:
        # A recorder that did not find a definition leaves an empty one.
        is_told = definition.data.strip() or type_name not in ours.fielddefs
        types = _parse(type_name, definition) if is_told else {}
        agreed = all(ours.fielddefs.get(name, ([], None))[1] == types[name][1] for name in types)
        store = ours if agreed else _own_store(types)
    except _DEFINITION_ERRORS as error:
        reason = f"the bag's definition is broken: {one_line(error)}"
        raise BagError(reason, where=one_line(type_name)) from None
    if type_name not in store.fielddefs:
        raise BagError("neither we nor the bag define the type", where=one_line(type_name))
    return store


def _parse(type_name: str, definition: MessageDefinition) -> Typesdict:
    if definition.format == MessageDefinitionFormat.MSG:
        return get_types_from_msg(definition.data, type_name)
    if definition.format == MessageDefinitionFormat.IDL:
        return _parse_idl(definition.data)
    return {}


def _parse_idl(text: str) -> Typesdict:
    """Types of IDL files that a bag joins, each under a line that names it."""
    types: Typesdict = {}
    for part in _IDL_TITLE.split(_IDL_ASIDES.sub("", text)):
        if part.strip():
            types.update(get_types_from_idl(part))
    return types


def _own_store(types: Typesdict) -> Typestore:
    store = Typestore()
    store.register(types)
    # What the bag's definition refers to without repeating it is of a standard package.
    for name, message_class in typestore().types.items():
        if name not in store.types:
            store.types[name] = message_class
            store.fielddefs[name] = typestore().fielddefs[name]
    return store
