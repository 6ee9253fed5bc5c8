"""What packages have registered in the ament resource index.

Source: the design page of the ament resource index (github.com/ament/ament_cmake,
ament_cmake_core/doc/resource_index.md).
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from ament_index_python.constants import RESOURCE_INDEX_SUBFOLDER
from ament_index_python.search_paths import get_search_paths


class InvalidResourceTypeNameError(ValueError):
    """The type of a resource names no folder of the index."""


class InvalidResourceNameError(ValueError):
    """The name of a resource names no file of the index."""


def get_resource(resource_type: str, resource_name: str) -> tuple[str, str]:
    """The content of a resource and the prefix that it is in.

    Raises:
        LookupError: If no prefix has it.
        OSError: If it cannot be read.
        InvalidResourceTypeNameError: If the type is no plain name.
        InvalidResourceNameError: If the name is no plain name.
    """
    prefix = has_resource(resource_type, resource_name)
    if not prefix:
        raise LookupError(
            f"Could not find the resource '{resource_name}' of type '{resource_type}'"
        )
    path = Path(prefix) / RESOURCE_INDEX_SUBFOLDER / resource_type / resource_name
    try:
        return path.read_text(encoding="utf-8"), prefix
    except OSError as error:
        what = f"Could not open the resource '{resource_name}' of type '{resource_type}'"
        raise OSError(f"{what}:\n{error}") from error


def get_resources(resource_type: str) -> dict[str, str]:
    """The names of all resources of a type, each with the first prefix that has it.

    Raises:
        InvalidResourceTypeNameError: If the type is no plain name.
    """
    _check_type(resource_type)
    found: dict[str, str] = {}
    for prefix in get_search_paths():
        for path in _entries(Path(prefix) / RESOURCE_INDEX_SUBFOLDER / resource_type):
            if not path.is_dir():
                found.setdefault(path.name, prefix)
    return found


def get_resource_types() -> set[str]:
    """The types of which there are resources."""
    roots = [Path(prefix) / RESOURCE_INDEX_SUBFOLDER for prefix in get_search_paths()]
    return {path.name for root in roots for path in _entries(root) if path.is_dir()}


def has_resource(resource_type: str, resource_name: str) -> str | Literal[False]:
    """The first prefix that has a resource; False if none has.

    Raises:
        InvalidResourceTypeNameError: If the type is no plain name.
        InvalidResourceNameError: If the name is no plain name.
    """
    _check_type(resource_type)
    if not _is_plain(resource_name):
        raise InvalidResourceNameError(f"Resource name '{resource_name}' is invalid")
    for prefix in get_search_paths():
        if (Path(prefix) / RESOURCE_INDEX_SUBFOLDER / resource_type / resource_name).is_file():
            return prefix
    return False


def _check_type(resource_type: str) -> None:
    if not _is_plain(resource_type):
        raise InvalidResourceTypeNameError(f"Resource type '{resource_type}' is invalid")


def _is_plain(name: str) -> bool:
    if not name:
        raise AssertionError("The name and the type of a resource must not be empty")
    return "/" not in name and "\\" not in name and name not in {".", ".."}


def _entries(folder: Path) -> list[Path]:
    """What is in a folder, hidden files left out; nothing if there is no such folder."""
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
