"""Where packages keep their files.

A package that runs from its source tree is in no index; its code tells its folder with
`register_share`.
"""

from __future__ import annotations

import re
import sys
import warnings
from pathlib import Path

from ament_index_python.constants import RESOURCE_INDEX_SUBFOLDER
from ament_index_python.resources import get_resource, get_resources
from ament_index_python.search_paths import get_search_paths

_SHARES: dict[str, Path] = {}


class PackageNotFoundError(KeyError):
    """No prefix holds the package."""


def register_share(package_name: str, path: str | Path) -> None:
    """Say which folder is a package's share directory; it wins over the index.

    Args:
        package_name: The package.
        path: The folder with its `launch/`, `config/` and others.

    Raises:
        ValueError: If the name cannot be a package's.
        NotADirectoryError: If there is no such folder.
    """
    _check_name(package_name)
    folder = Path(path).resolve()
    if not folder.is_dir():
        raise NotADirectoryError(f"no such folder for the share of '{package_name}': {folder}")
    _SHARES[package_name] = folder


def get_packages_with_prefixes() -> dict[str, str]:
    """All packages that are found, each with its prefix."""
    told = {name: _prefix_of(name, share) for name, share in _SHARES.items()}
    return {**get_resources("packages"), **told}


def get_package_prefix(package_name: str) -> str:
    """The prefix that a package is installed in.

    Raises:
        PackageNotFoundError: If no prefix has it.
        ValueError: If the name cannot be a package's (REP-127).
    """
    _check_name(package_name)
    if package_name in _SHARES:
        return _prefix_of(package_name, _SHARES[package_name])
    try:
        return get_resource("packages", package_name)[1]
    except LookupError:
        if (Path(sys.prefix) / RESOURCE_INDEX_SUBFOLDER / "packages" / package_name).is_file():
            return sys.prefix  # installed by pip, while the path names other workspaces
        raise PackageNotFoundError(
            f"package '{package_name}' not found, searching: {get_search_paths()}"
        ) from None


def get_package_share_directory(
    package_name: str,
    print_warning: bool = True,
) -> str:
    """The folder of a package's own files.

    Args:
        package_name: The package.
        print_warning: Warn if the folder does not exist.

    Raises:
        PackageNotFoundError: If no prefix has the package.
        ValueError: If the name cannot be a package's (REP-127).
    """
    share = _share_of(package_name)
    if print_warning and not share.exists():
        text = f"Share directory for {package_name} ({share}) does not exist."
        warnings.warn(text, stacklevel=2)
    return str(share)


def get_package_share_path(
    package_name: str,
    print_warning: bool = True,
) -> Path:
    """As `get_package_share_directory`, as a Path."""
    share = _share_of(package_name)
    if print_warning and not share.exists():
        warnings.warn(f"Share path for {package_name} ({share}) does not exist.", stacklevel=2)
    return share


def _share_of(package_name: str) -> Path:
    prefix = get_package_prefix(package_name)
    return _SHARES.get(package_name, Path(prefix) / "share" / package_name)


def _prefix_of(package_name: str, share: Path) -> str:
    """PREFIX of PREFIX/share/NAME; a source tree is its own prefix."""
    installed = share.name == package_name and share.parent.name == "share"
    return str(share.parents[1] if installed else share)


def _check_name(package_name: str) -> None:
    if re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_-]+", package_name) is None:
        raise ValueError(f"'{package_name}' is not a valid package name")
