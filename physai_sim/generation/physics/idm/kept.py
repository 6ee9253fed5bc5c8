"""Models of inverse dynamics that were learned before: kept in a folder, learned where missing."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from physai_sim.generation.physics.idm.films import Plan, lessons, plan_for
from physai_sim.generation.physics.idm.inputs import Rates
from physai_sim.generation.physics.idm.learning import learned
from physai_sim.generation.physics.idm.model import InverseDynamics, load
from physai_sim.generation.physics.truth import Truth

# Raised whenever a model that is learned anew would be another one.
VERSION = 4
MOST_AT_HAND = 16
_at_hand: dict[str, InverseDynamics] = {}


def folder() -> Path:
    """Where models are kept: $PHYSAI_CACHE, or `~/.cache/physai_sim`."""
    named = os.environ.get("PHYSAI_CACHE")
    return (Path(named) if named else Path.home() / ".cache" / "physai_sim") / "inverse_dynamics"


def rates_of(truth: Truth) -> Rates:
    """Of a film."""
    return Rates(truth.hz, truth.spec.control_hz)


def model_for(truth: Truth) -> InverseDynamics:
    """The model for films of this world and camera, learned from other seeds where it is missing.

    A folder that cannot be written to, or a file that cannot be read, costs learning anew and
    nothing else.

    Raises:
        PhysAIError: If the expert of the world cannot play.
    """
    plan = plan_for(truth)
    key = key_of(plan)
    if key not in _at_hand:
        while len(_at_hand) >= MOST_AT_HAND:
            _at_hand.pop(next(iter(_at_hand)))
        _at_hand[key] = _loaded(folder() / f"{key}.npz", plan, rates_of(truth))
    return _at_hand[key]


def _loaded(path: Path, plan: Plan, rates: Rates) -> InverseDynamics:
    try:
        return load(path)
    except (OSError, ValueError):
        model = learned(lessons(plan), rates)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        model.save(path)
    return model


def key_of(plan: Plan) -> str:
    """Tells apart what is learned from different films."""
    view = plan.view
    told = [VERSION, plan.config.hash(), view.camera, view.hz, view.size_px, view.frames]
    told += [plan.count, plan.seeds[0], plan.seeds[-1]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]
