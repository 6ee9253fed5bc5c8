"""Plays other actions from the start of an episode, and sees where bodies get to.

Legend: N actions, A action size, T frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.core.truth import StepTruth
from physai_sim.envs.session import Session
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.resimulation import open_session, play_again

SETTLE_S = 1.0  # what was let go of may still fall


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """What became of actions.

    Args:
        places: Of each body that can move, and of an arm's tool under the name of the arm, at the
            stamps of the frames, shape (T, 3) [m].
        success: Whether the task was done at one of them, or within a second after.
    """

    places: Mapping[str, Array]
    success: bool


def replayed(truth: Truth, actions: Array) -> Replay:
    """Play actions in the engine from the same start.

    Args:
        truth: The episode; the replay has as many of its frames as the actions last.
        actions: Shape (N, A).

    Raises:
        PhysAIError: If the engine refuses an action.
    """
    source = replace(truth.source, actions=actions)
    frames = frames_of(truth, len(actions))
    steps: list[StepTruth] = []

    def take(session: Session, index: int) -> None:
        del index
        steps.append(session.step_truth())

    session = open_session(source)
    try:
        settled = frames + round(SETTLE_S * truth.hz)
        play_again(session, source, hz=truth.hz, frames=settled, on_frame=take)
    finally:
        session.close()
    places = {name: np.array([_place(s, name) for s in steps[:frames]]) for name in truth.poses}
    return Replay(places, any(step.is_success for step in steps))


def frames_of(truth: Truth, actions: int) -> int:
    """Frames of the truth that lie within so many actions."""
    return min(len(truth.stamps_ns), actions * truth.hz // truth.spec.control_hz + 1)


def true_place(truth: Truth, name: str) -> Array:
    """Where the truth has what `Replay.places` is about, shape (T, 3) [m]."""
    rows: Array = truth.tools.get(name, truth.poses[name])[:, :3]
    return rows


def _place(step: StepTruth, name: str) -> tuple[float, float, float]:
    tool = step.end_effectors.get(name)
    return (tool or step.bodies[name].pose_in_world).position_m
