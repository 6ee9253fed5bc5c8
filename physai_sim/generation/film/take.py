"""A take: one rollout of a pass of physics, and who takes its frames.

Legend: A action size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from physai_sim.core.geometry import Array
from physai_sim.core.truth import StepTruth
from physai_sim.core.types import CameraSpec
from physai_sim.envs.session import Sample, Session
from physai_sim.envs.truth import movable, tool_poses
from physai_sim.rendering.frame import Frame, Stream
from physai_sim.simulation.world import World

Place = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Instant:
    """The instant of a frame; it is the same for all takes of a pass.

    Args:
        session: Where it is, as it stands now.
        index: Number of the frame.
        stamp_ns: Episode time [ns].
        action: What is commanded from here on, within its limits, shape (A,).
        state_hash: Digest of the engine's state.
    """

    session: Session
    index: int
    stamp_ns: int
    action: Array
    state_hash: str

    @cached_property
    def truth(self) -> StepTruth:
        """What the engine knows; asked for within the call that brings the instant."""
        return self.session.step_truth()

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where each body is that can move, in the world [m]; as `truth`, at less cost."""
        bodies = movable(self.session.stage).items()
        return {name: body.base_pose().position_m for name, body in bodies}

    @cached_property
    def tools(self) -> Mapping[str, Place]:
        """The same of each arm's tool, by robot."""
        poses = tool_poses(self.session.stage).items()
        return {name: pose.position_m for name, pose in poses}


class TakeSink:
    """Takes a rollout as it is made; a member lets pass what it has no use for.

    The calls come in this order: `start`; `samples` and `frame` for the first frame; `samples`
    and `control` for stamp 0; then for each control step those of its frames, and `control`.
    """

    def start(self, session: Session) -> None:
        """Begin; the episode was reset."""

    def samples(self, found: Sequence[Sample]) -> None:
        """Take what sensors other than cameras read since the last call."""

    def frame(self, instant: Instant, pictures: Mapping[str, Frame]) -> None:
        """Take a frame of every camera, by its name."""

    def control(self, session: Session, action: Array | None) -> None:
        """Take a control stamp, with what was commanded in the step that led here, shape (A,)."""

    def close(self, *, keep: bool) -> None:
        """Keep what is whole, or nothing; a second call does nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """One rollout of a pass.

    Args:
        world: How it is seen: the session's own world, or that world in other looks.
        cameras: By name.
        streams: What is drawn of each.
        sinks: Who takes it.
    """

    world: World
    cameras: Mapping[str, CameraSpec]
    streams: tuple[Stream, ...]
    sinks: Sequence[TakeSink]
