"""The truth that a video is checked against: its source, played again in the engine.

Legend: T frames, A action size, B bodies that can move, H x W image rows x columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.timing import stamp_of
from physai_sim.core.truth import BodyInfo, Contact, EpisodeTruth, StepTruth
from physai_sim.core.types import CameraSpec, EpisodeSpec
from physai_sim.envs.session import Session
from physai_sim.generation.resimulation import (
    action_in_force,
    camera_in,
    open_session,
    play_again,
)
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.rendering import choice, labelling
from physai_sim.rendering.camera import camera_pose


@dataclass(frozen=True, slots=True)
class View:
    """Which film of an episode is meant.

    Args:
        camera: Name of a colour camera of the world, or `view`.
        hz: Frames per second; it divides the physics rate.
        size_px: Columns and rows; None: as the camera has them.
        frames: How many; None: to the end of the source.
    """

    camera: str
    hz: int
    size_px: tuple[int, int] | None = None
    frames: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """All that the engine knows of a film, frame by frame.

    Args:
        source: What was played again.
        view: Which film.
        spec: Of the episode: robots, rates.
        camera: Lens, size and mount.
        stamps_ns: Episode time of the frames, shape (T,) [ns].
        camera_poses: Of the optical frame in the world, position and xyzw, shape (T, 7).
        poses: Of each body that can move, shape (T, 7) by name; robots are among them.
        velocities: Of each of these, linear and angular in the world frame, (T, 6) [m/s, rad/s].
        tools: Pose of each arm's tool by robot, shape (T, 7).
        infos: Category and size of every body, also of those that never move.
        actions: The action that holds from each frame on, shape (T, A).
        contacts: Of robots, up to the last control stamp at or before each frame, length T.
        rgb: The true film, shape (T, H, W, 3).
        depth_m: Along the optical axis [m], inf where nothing is, shape (T, H, W).
        labels: 0 where nothing is, else 1 + the index in `names`, shape (T, H, W).
        names: Bodies, in the order of their labels.
        episode: What holds for the whole episode.
        before: The episode without the change that a clip is meant to show, where there is one.
    """

    source: SourceEpisode
    view: View
    spec: EpisodeSpec
    camera: CameraSpec
    stamps_ns: NDArray[np.int64]
    camera_poses: Array
    poses: Mapping[str, Array]
    velocities: Mapping[str, Array]
    tools: Mapping[str, Array]
    infos: Mapping[str, BodyInfo]
    actions: Array
    contacts: tuple[tuple[Contact, ...], ...]
    rgb: NDArray[np.uint8]
    depth_m: NDArray[np.float32]
    labels: NDArray[np.uint8]
    names: tuple[str, ...]
    episode: EpisodeTruth
    before: Truth | None = None

    def mask(self, body: str) -> NDArray[np.bool_]:
        """Where a body is seen, shape (T, H, W)."""
        seen: NDArray[np.bool_] = self.labels == 1 + self.names.index(body)
        return seen

    @property
    def hz(self) -> int:
        """Frames per second [Hz]."""
        return self.view.hz


def true_film(source: SourceEpisode, view: View) -> Truth:
    """Play an episode again, and keep what the engine knows at each frame.

    Raises:
        UnknownNameError: If the world has no such camera.
        ConfigError: If the rate does not divide the physics rate.
    """
    session = open_session(source)
    try:
        film = _Film(source, camera_in(session, source, view.camera, view.size_px))
        play_again(session, source, hz=view.hz, frames=view.frames, on_frame=film.take)
        return film.truth(session, view)
    finally:
        session.close()


class _Film:
    """Collects frames."""

    def __init__(self, source: SourceEpisode, camera: CameraSpec) -> None:
        self._source, self._camera = source, camera
        self._steps: list[StepTruth] = []
        self._eyes: list[tuple[float, ...]] = []
        self._actions: list[Array] = []
        self._pictures: dict[str, list[NDArray[np.generic]]] = {
            "rgb": [],
            "depth": [],
            "labels": [],
        }

    def take(self, session: Session, index: int) -> None:
        """Take the instant of a frame."""
        frame = choice.render(session.world, self._camera)
        self._actions.append(action_in_force(session, self._source))
        self._steps.append(session.step_truth())
        self._eyes.append(camera_pose(session.world, self._camera).numbers)
        labels = labelling.numbered(session.world, frame.segmentation)[..., 0]
        for key, value in (("rgb", frame.rgb), ("depth", frame.depth_m), ("labels", labels)):
            self._pictures[key].append(value)

    def truth(self, session: Session, view: View) -> Truth:
        """All that was taken."""
        steps, facts = self._steps, session.episode_truth()
        stamps = [stamp_of(k, view.hz) for k in range(len(steps))]
        names = tuple(labelling.link_labels(session.world))
        return Truth(
            source=self._source,
            view=view,
            spec=session.spec,
            camera=self._camera,
            stamps_ns=np.array(stamps, dtype=np.int64),
            camera_poses=np.array(self._eyes),
            poses={
                n: np.array([s.bodies[n].pose_in_world.numbers for s in steps])
                for n in steps[0].bodies
            },
            velocities={
                n: np.array([(*s.bodies[n].linear_mps, *s.bodies[n].angular_radps) for s in steps])
                for n in steps[0].bodies
            },
            tools={
                n: np.array([s.end_effectors[n].numbers for s in steps])
                for n in steps[0].end_effectors
            },
            infos=facts.bodies,
            actions=np.array(self._actions),
            contacts=tuple(s.contacts for s in steps),
            rgb=np.array(self._pictures["rgb"], dtype=np.uint8),
            depth_m=np.array(self._pictures["depth"], dtype=np.float32),
            labels=np.array(self._pictures["labels"], dtype=np.uint8),
            names=names,
            episode=facts,
        )
