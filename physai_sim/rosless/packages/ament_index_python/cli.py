"""`ament_index`: what is in the ament resource index."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from ament_index_python.resources import get_resource, get_resource_types, get_resources


def main(argv: list[str] | None = None) -> str | None:
    """Show the types, the resources of a type, or one resource.

    Returns:
        Why it could not be done; None if it was.
    """
    parser = argparse.ArgumentParser(
        prog="ament_index", description="Query the ament resource index."
    )
    parser.add_argument("resource_type", nargs="?", metavar="TYPE", help="type of the resource")
    parser.add_argument("resource_name", nargs="?", metavar="NAME", help="name of the resource")
    options = parser.parse_args(argv)
    try:
        lines = _lines(options.resource_type, options.resource_name)
    except (LookupError, OSError) as error:
        return str(error)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return None


def resource_type_completer(prefix: str | tuple[str, ...], **kwargs: Any) -> list[str]:
    """The types that begin with this; argcomplete asks for them."""
    del kwargs
    return [name for name in get_resource_types() if name.startswith(prefix)]


def resource_name_completer(
    prefix: str | tuple[str, ...], parsed_args: argparse.Namespace, **kwargs: Any
) -> list[str]:
    """The resources of the type on the command line that begin with this."""
    del kwargs
    resource_type = getattr(parsed_args, "resource_type", None)
    found = get_resources(resource_type) if resource_type else {}
    return [name for name in found if name.startswith(prefix)]


def _lines(resource_type: str | None, resource_name: str | None) -> list[str]:
    if resource_type is None:
        return sorted(get_resource_types())
    if resource_name is None:
        return [f"{name}\t{path}" for name, path in sorted(get_resources(resource_type).items())]
    content, path = get_resource(resource_type, resource_name)
    return [path, "<<<", content, ">>>"] if content else [path]


if __name__ == "__main__":
    sys.exit(main())
