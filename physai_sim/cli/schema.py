"""`physai schema`: the JSON Schema of world files."""

from __future__ import annotations

import json

import typer

from physai_sim.core.world_schema import world_schema


def print_schema() -> None:
    """Print the JSON Schema of world files, for editors that complete and check them."""
    typer.echo(json.dumps(world_schema(), indent=2))
