"""Draws of recorded episodes, read back to be played again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from physai_sim.core.errors import ConfigError
from physai_sim.core.types import Draw
from physai_sim.evaluation.ingest.simulated import load_episode


@dataclass(frozen=True, slots=True)
class RecordedDraws:
    """What episodes drew.

    Args:
        source: Where it was read.
        by_seed: The draw of each episode by its seed; None where nothing tells the seed.
    """

    source: str
    by_seed: Mapping[int | None, Draw]

    @property
    def first_seed(self) -> int | None:
        """Seed of the first episode; None where nothing tells it."""
        return next(iter(self.by_seed))

    def of(self, seed: int) -> Draw:
        """What the episode of a seed is to draw: a single draw serves every seed.

        Raises:
            ConfigError: If there are several, and none is of this seed.
        """
        if len(self.by_seed) == 1:
            return next(iter(self.by_seed.values()))
        if seed not in self.by_seed:
            known = ", ".join(map(str, self.by_seed))
            raise ConfigError(
                "no episode of this seed",
                where=f"--draw {self.source}",
                got=seed,
                expected=f"one of {known}",
            )
        return self.by_seed[seed]


def read_draws(path: Path) -> RecordedDraws:
    """Read what episodes drew.

    Args:
        path: A bag; or JSON: metrics.json, one episode of it, or a draw alone.

    Raises:
        BagError: If it is neither JSON nor a bag of ours.
        ConfigError: If it is JSON that tells no draw.
    """
    if path.suffix != ".json":
        facts = load_episode(path).facts
        return RecordedDraws(str(path), {facts.seed: facts.draw})
    record = _json_object(path)
    episodes = record.get("episodes", [record] if "draw" in record else None)
    if episodes is None:
        return RecordedDraws(str(path), {None: record})
    try:
        draws = {one.get("seed"): {**one["draw"]} for one in episodes}
    except (AttributeError, KeyError, TypeError):
        raise ConfigError("an episode tells no draw", where=f"--draw {path}") from None
    if not draws or not all(seed is None or isinstance(seed, int) for seed in draws):
        raise ConfigError("no episode with a seed", where=f"--draw {path}")
    return RecordedDraws(str(path), draws)


def _json_object(path: Path) -> dict[str, Any]:
    where = f"--draw {path}"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", where=where) from None
    except (ValueError, RecursionError):
        raise ConfigError("not JSON", where=where) from None
    if not isinstance(record, dict):
        expected = "a mapping from key path to value, or metrics.json"
        raise ConfigError("no draw", where=where, got=record, expected=expected)
    return record
