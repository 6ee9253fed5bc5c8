"""`physai list`: what there is, by family."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from physai_sim.core import paths, registry
from physai_sim.core.errors import UnknownNameError
from physai_sim.core.yaml_source import read_yaml

KNOWN = ("worlds", *registry.FAMILIES)


def list_names(
    family: Annotated[
        str | None, typer.Argument(help=f"{', '.join(KNOWN[:-1])} or {KNOWN[-1]}; all by default.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List what there is by name, family by family, each with what it is."""
    if family is not None and family not in KNOWN:
        raise UnknownNameError("unknown family", got=family, known=KNOWN)
    chosen = (family,) if family else KNOWN
    found = {name: _members(name) for name in chosen}
    if as_json:
        typer.echo(json.dumps(found, indent=2))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("family", "name", "what it is"):
        table.add_column(heading, overflow="fold")
    for name, members in found.items():
        for index, (member, text) in enumerate(members.items()):
            # As Text: brackets are units here, not markup.
            table.add_row(name if index == 0 else "", member, Text(text))
    Console().print(table)


def _members(family: str) -> dict[str, str]:
    if family == "worlds":
        files = paths.available("worlds")
        return {
            name: str(read_yaml(path).data.get("description", "")) for name, path in files.items()
        }
    return {name: registry.summary(family, name) for name in registry.names(family)}
