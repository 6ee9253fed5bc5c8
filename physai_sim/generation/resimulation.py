"""Plays an episode again in the engine, with frames at a rate of their own.

Legend: T frames, A action size, H x W image rows x columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import UnknownNameError
from physai_sim.core.geometry import Array
from physai_sim.core.randomize import with_draw
from physai_sim.core.types import CameraSpec
from physai_sim.envs.session import Session
from physai_sim.generation.source.episode import SourceEpisode

OnFrame = Callable[[Session, int], None]


class _Enough(Exception):  # noqa: N818 - a wish, not an error
    """Ends a resimulation once the last frame was taken."""


def concrete(source: SourceEpisode) -> WorldConfig:
    """The world of the one episode: what it drew stands in its place, nothing is left to draw."""
    return with_draw(source.config, source.draw) if source.config.randomize else source.config


def open_session(source: SourceEpisode) -> Session:
    """A session in which a source can be played; cameras are drawn by who watches.

    It is built of the concrete world, so that any key of it can be changed.
    """
    return Session(concrete(source), cameras=False, record_contacts=True, goes_on=True)


def play_again(
    session: Session, source: SourceEpisode, *, hz: int, frames: int | None, on_frame: OnFrame
) -> int:
    """Play the actions of a source, and hand each frame's instant out.

    Where more frames are wanted than the source is long, the robots are told to rest.

    Args:
        session: From `open_session`, of this source or of one that differs in looks.
        source: The episode.
        hz: Frames per second.
        frames: How many; None: to the end of the source.
        on_frame: Called with the session and the number of the frame.

    Returns:
        How many frames there were.

    Raises:
        ConfigError: If the rate does not divide the physics rate.
        PhysAIError: If the engine refuses an action.
    """
    taken = 0

    def look() -> None:
        nonlocal taken
        if frames is not None and taken >= frames:
            raise _Enough
        on_frame(session, taken)
        taken += 1

    session.watch(hz, look)
    try:
        session.reset(source.seed)
        for action in source.actions:
            session.step(action)
        while frames is not None:
            session.step(resting(session, source.actions[-1]))
    except _Enough:
        pass
    return taken


def resting(session: Session, last: Array) -> Array:
    """The action that lets all robots rest: zero, and grippers as they were last."""
    still = last * 0.0
    start = 0
    for robot in session.spec.robots.values():
        end = start + len(robot.action_names)
        if robot.has_gripper:
            still[end - 1] = last[end - 1]
        start = end
    return still


def camera_of(source: SourceEpisode, name: str, size_px: tuple[int, int] | None) -> CameraSpec:
    """A camera of a source's world, at another size where one is wanted.

    The vertical field of view stays; a wider picture shows more at its sides.

    Args:
        source: The episode; `view` names the world's own view.
        name: Of the camera.
        size_px: Columns and rows.

    Raises:
        UnknownNameError: If the world has no such colour camera.
    """
    cameras = cameras_of(source)
    if name not in cameras:
        raise UnknownNameError("no such camera", where=source.name, got=name, known=cameras)
    camera = cameras[name]
    if size_px is None:
        return camera
    width, height = size_px
    focal = camera.focal_px * height / camera.height_px
    return replace(camera, width_px=width, height_px=height, focal_px=focal)


def cameras_of(source: SourceEpisode) -> dict[str, CameraSpec]:
    """Every colour camera of a source's world by name, and its view as `view`."""
    session = Session(concrete(source))
    try:
        found = {
            n: s.camera for n, s in session.spec.sensors.items() if s.kind == "rgb" and s.camera
        }
        return {**found, "view": session.view}
    finally:
        session.close()
