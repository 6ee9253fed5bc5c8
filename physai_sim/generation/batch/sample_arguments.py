"""`sample_args.json`: all that makes a rollout again, to the bit."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from physai_sim.core.errors import ConfigError
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.evaluation import run_record
from physai_sim.generation.batch.batch_request import BatchRequest
from physai_sim.generation.resimulation import concrete
from physai_sim.generation.source.episode import SourceEpisode

SCHEMA = 1
MAX_BYTES = 16_000_000
_REQUEST = TypeAdapter(RolloutRequest)
_versions = functools.cache(run_record.versions)


def arguments_of(
    batch: BatchRequest, rollout: RolloutRequest, source: SourceEpisode, shown: SourceEpisode
) -> dict[str, Any]:
    """What the file says.

    Args:
        batch: What the rollout is part of.
        rollout: What was asked for.
        source: Its source.
        shown: The source as the rollout changes it.
    """
    config = concrete(shown)
    return {
        "schema": SCHEMA,
        "generator": batch.generator,
        "request": dataclasses.asdict(rollout),
        "sample": dict(batch.notes.get(rollout.name, {})),
        "settings": list(batch.settings),
        "format": batch.form,
        "world": config.name,
        "source": {
            "name": source.name,
            "config_hash": source.config.hash(),
            "seed": source.seed,
            "draw": dict(source.draw),
            "exact": source.exact,
            "actions": len(source.actions),
            "actions_sha256": _digest(source.actions),
        },
        "seed": shown.seed,
        "actions_sha256": _digest(shown.actions),
        "config_hash": config.hash(),
        "config": config.model_dump(mode="json"),
        "versions": dict(_versions()),
    }


def read_arguments(path: Path) -> tuple[RolloutRequest, dict[str, Any]]:
    """The rollout that such a file asks for, and all that the file says.

    Raises:
        ConfigError: If it is none.
    """
    try:
        if not path.is_file():  # a device has no end
            raise ValueError("no file")
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError(
                "too large a file", where=str(path), expected=f"<= {MAX_BYTES} bytes"
            )
        told = json.loads(path.read_text(encoding="utf-8"))
        rollout = _REQUEST.validate_json(json.dumps(told["request"]), strict=True)
        if json.loads(json.dumps(dataclasses.asdict(rollout))) != told["request"]:
            raise ValueError("keys that are none of a request")
        _check_told(told)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise ConfigError("no arguments of a rollout", where=str(path)) from None
    return rollout, told


def _check_told(told: dict[str, Any]) -> None:
    """What is read beside the request has its types."""
    texts = [told["format"], told["config_hash"], told["actions_sha256"], *told["settings"]]
    is_right = all(isinstance(text, str) for text in texts) and type(told["settings"]) is list
    if told["schema"] != SCHEMA or not is_right or type(told.get("sample", {})) is not dict:
        raise ValueError("keys of other types")


def _digest(actions: Any) -> str:
    return hashlib.sha256(np.ascontiguousarray(actions, dtype=np.float64).tobytes()).hexdigest()
