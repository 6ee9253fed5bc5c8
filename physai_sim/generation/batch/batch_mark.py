"""What run.json says of a batch, and whether a batch may go on in the folder of another time."""

from __future__ import annotations

import dataclasses
import hashlib
import json

from physai_sim.core.output import require_same_request
from physai_sim.generation.batch.batch_request import BatchRequest


def facts(batch: BatchRequest) -> dict[str, object]:
    """What run.json says of it."""
    return {
        "generator": batch.generator,
        "format": batch.form,
        "settings": list(batch.settings),
        "sources": list(dict.fromkeys(one.source for one in batch.rollouts)),
        "rollouts": [one.name for one in batch.rollouts],
        "seeds": [one.seed for one in batch.rollouts],
        "processes": batch.processes,
        "request_sha256": digest(batch),
    }


def digest(batch: BatchRequest) -> str:
    """SHA-256 of all that decides what is made, in hex."""
    asked = [dataclasses.asdict(one) for one in batch.rollouts]
    told = [batch.generator, batch.form, list(batch.settings), asked]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def refuse_another(batch: BatchRequest) -> None:
    """Whole rollouts are kept by --resume: they must be those that it goes on with.

    Raises:
        OutputError: If something else was asked for in this folder.
    """
    expected = "the same sources, specs and options, or --overwrite"
    require_same_request(batch.out, digest(batch), expected=expected)
