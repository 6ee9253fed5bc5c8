"""An episode as arrays, read from a recording; metrics see nothing else.

Legend: T control stamps, N actions, A action size, R route points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.truth import BodyInfo, Contact, LightInfo, Outcome
from physai_sim.core.types import ActionChunk, Draw
from physai_sim.messages.episode_stream import START_NS


def is_car(robot: Mapping[str, Any]) -> bool:
    """Whether a robot is a car; in a recording of another system its wheelbase may be unknown."""
    return robot.get("kind") == "car" or robot["wheelbase_m"] is not None


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """What holds for the whole episode; the fields are those of the latched message.

    `roads` is the `roads:` part of a world file, or None. `is_truth` says whether poses are the
    engine's own; in a recording of another system they are what its odometry said.
    """

    world: str
    config_hash: str
    seed: int
    instruction: str
    control_hz: int
    robots: Mapping[str, Mapping[str, Any]]
    bodies: Mapping[str, BodyInfo]
    lane_width_m: float | None
    goal: Mapping[str, tuple[float, float, float]]
    provenance: Mapping[str, Any]
    roads: Mapping[str, Any] | None = None
    lights: Mapping[str, LightInfo] = field(default_factory=dict)
    is_truth: bool = True

    @property
    def is_driving(self) -> bool:
        """Whether a robot of the episode is a car."""
        return any(is_car(robot) for robot in self.robots.values())

    @property
    def draw(self) -> Draw:
        """What it drew, by key path; empty where its world randomises nothing."""
        found: Draw = self.provenance.get("draw", {})
        return found


@dataclass(frozen=True, slots=True)
class Plan:
    """What a policy decided at a stamp.

    Args:
        stamp_ns: Episode time of the observation that it answers [ns].
        chunks: What it would do; the first is what was played, the others it held possible too.
            All have one rate and one length.
        decided: How many leading actions the policy gave where the others only hold the last one;
            None where all are its own.
    """

    stamp_ns: int
    chunks: tuple[ActionChunk, ...]
    decided: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """When the messages of a topic came, in the order in which they were recorded.

    Args:
        type_name: Full type name.
        logged_ns: When each was recorded, in the recording's own time, shape (N,) [ns].
        stamps_ns: What each says of its own time (the header's stamp, the time of a clock), shape
            (N,) [ns]; None where messages of the type carry no stamp.
    """

    type_name: str
    logged_ns: NDArray[np.int64]
    stamps_ns: NDArray[np.int64] | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a recording that was left out or is doubtful, and how often.

    Args:
        kind: One of a few words, such as `out_of_order`, `duplicate`, `clock_reset`,
            `unreadable`, `unknown_type`, `wrong_type`, `missing`, `lost`, `empty`.
        topic: Where; "" for the whole recording.
        count: How often.
        text: What, in a sentence.
    """

    kind: str
    topic: str
    count: int
    text: str


class _WeaklyReferenced:
    """Lets what was computed of an episode be kept for as long as it lives (see `memo`)."""

    __slots__ = ("__weakref__",)


@dataclass(frozen=True, slots=True, eq=False)
class Episode(_WeaklyReferenced):
    """One recorded episode.

    What a recording does not hold is empty: no rows, or no entry. Metrics say so, and never 0.

    Args:
        facts: What holds for all of it.
        stamps_ns: Episode time of each row of truth, shape (T,) [ns].
        rewards: Shape (T,); the first is 0, before anything was done.
        success: Whether the task's condition held, shape (T,).
        odometry: True pose and body-frame twist of each robot, shape (T, 13).
        tools: True tool pose of each arm, shape (T, 7).
        contacts: Each contact with the stamp of the control step in which it was strongest.
        action_stamps_ns: Shape (N,) [ns].
        actions: Shape (N, A).
        route: (x, y, yaw) rows, shape (R, 3); empty for arms.
        outcome: How it ended; None when the recording stopped before the end.
        lost: What a damaged bag lost, in a sentence; None if it is whole.
        tracks: Pose of every other body that can move, shape (T, 7), NaN where it is not there.
        conditions: Which parts of the goal held, shape (T,) each.
        lights: What each traffic light showed, shape (T,) of "red", "yellow" and "green".
        plans: What the policy decided, in the order of time.
        streams: When messages came, by topic.
        faults: What was left out of the recording, or is doubtful.
        start_ns: Stamp of episode time zero in the recording's time [ns].
    """

    facts: EpisodeFacts
    stamps_ns: NDArray[np.int64]
    rewards: Array
    success: NDArray[np.bool_]
    odometry: Mapping[str, Array]
    tools: Mapping[str, Array]
    contacts: Sequence[tuple[int, Contact]]
    action_stamps_ns: NDArray[np.int64]
    actions: Array
    route: Array
    outcome: Outcome | None
    lost: str | None = None
    tracks: Mapping[str, Array] = field(default_factory=dict)
    conditions: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    lights: Mapping[str, NDArray[np.str_]] = field(default_factory=dict)
    plans: tuple[Plan, ...] = ()
    streams: Mapping[str, Stream] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    start_ns: int = START_NS

    @property
    def times_s(self) -> Array:
        """Episode time of each row of truth [s]."""
        return self.stamps_ns / 1e9
