"""Finds the struct of a full name in all sources; later sources hide earlier ones."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from physai_sim.rosless.interfaces import rosbags_types
from physai_sim.rosless.interfaces.definition import Struct, split_name
from physai_sim.rosless.interfaces.derived import structs
from physai_sim.rosless.interfaces.sources import (
    SHARE,
    Folder,
    Source,
    Texts,
    entry_point_sources,
    prefix_sources,
)


class UnknownInterfaceError(LookupError):
    """No source of definitions has this interface."""


_lock = threading.RLock()
_registered: dict[str, str] = {}
_structs: dict[str, Struct] = {}
_shipped = Folder(SHARE)


def register(definitions: Mapping[str, str]) -> None:
    """Add definitions of interfaces.

    Args:
        definitions: `package/msg/Name`, `package/srv/Name` or `package/action/Name` to the text of
            the `.msg`, `.srv` or `.action` file.

    Raises:
        ValueError: If a text is no such definition, or a name is in use with another structure.
    """
    parsed = {name: structs(name, text) for name, text in definitions.items()}
    with _lock:
        for name, made in parsed.items():
            for part, struct in made.items():
                if _structs.get(part, struct) != struct:
                    raise ValueError(f"{name}: another definition of it is in use already")
        _registered.update(definitions)


def struct_of(full_name: str) -> Struct:
    """Give the struct of a message, or of a part of a service or action (`pkg/srv/X_Request`).

    Raises:
        LookupError: If no source has it; the text names close matches.
        ValueError: If its definition cannot be parsed.
    """
    with _lock:
        if full_name not in _structs:
            _structs.update(_load(_interface_name(full_name)))
        if full_name not in _structs:
            raise unknown(full_name)
        return _structs[full_name]


def names() -> dict[str, list[str]]:
    """Give the full names of all known messages, services and actions, by package, sorted."""
    found: dict[str, list[str]] = {}
    for name in sorted(set(_all_names())):
        found.setdefault(name.partition("/")[0], []).append(name)
    return found


def names_of(package: str) -> list[str]:
    """Give the full names of one package's messages, services and actions, sorted."""
    return sorted(set(_all_names(package)))


def path_of(full_name: str) -> Path | None:
    """Give the file of a definition, or None where it has none or does not exist."""
    paths = [source.path(full_name) for source in _sources() if isinstance(source, Folder)]
    return next((path for path in reversed(paths) if path is not None), None)


def prefix_of(package: str) -> str:
    """Give the folder whose `share` holds a package's definitions, or an empty text."""
    for name in names_of(package):
        if path := path_of(name):
            return str(path.parents[3])
    return ""


def unknown(full_name: str) -> UnknownInterfaceError:
    """Make the error for a name that no source has."""
    known = list(_all_names())
    close = difflib.get_close_matches(full_name, known, n=3)
    package = full_name.partition("/")[0]
    if not close and not any(name.startswith(f"{package}/") for name in known):
        return UnknownInterfaceError(
            f"unknown interface {full_name!r}: there is no package {package!r}"
        )
    hint = f"; did you mean {' or '.join(map(repr, close))}?" if close else ""
    return UnknownInterfaceError(f"unknown interface {full_name!r}{hint}")


def _interface_name(full_name: str) -> str:
    """Give the interface whose definition makes a struct: names themselves have no underscores."""
    package, kind, name = split_name(full_name)
    return full_name if kind == "msg" else f"{package}/{kind}/{name.partition('_')[0]}"


def _load(full_name: str) -> dict[str, Struct]:
    for source in reversed(_sources()):
        text = source.text(full_name)
        if text is not None:
            return structs(full_name, text)
    if full_name in rosbags_types.type_names():
        return {full_name: rosbags_types.struct(full_name)}
    return {}


def _sources() -> list[Source]:
    return [_shipped, Texts(_registered), *entry_point_sources(), *prefix_sources()]


def _all_names(package: str = "*") -> Iterator[str]:
    every = rosbags_types.type_names()
    yield from (name for name in every if package in ("*", name.partition("/")[0]))
    for source in _sources():
        yield from source.names(package)
