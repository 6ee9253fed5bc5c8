"""Plays an episode again in the engine, with frames at a rate of their own.

Legend: T frames, A action size, H x W image rows x columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from physai_sim.core import registry
from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import UnknownNameError
from physai_sim.core.geometry import Array
from physai_sim.core.randomize import with_draw
from physai_sim.core.types import CameraSpec, SensorSpec
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
        for action in actions_of(session, source, for_ever=frames is not None):
            session.step(action)
    except _Enough:
        pass
    return taken


def actions_of(session: Session, source: SourceEpisode, *, for_ever: bool) -> Iterator[Array]:
    """What is commanded step by step: a source's actions, then rest if it goes on for ever."""
    yield from source.actions
    while for_ever:
        yield resting(session, source.actions[-1])


def action_in_force(session: Session, source: SourceEpisode) -> Array:
    """The action that holds from this instant on, shape (A,); rest after the source's last one."""
    rates = session.config.rates
    number = session.world.step_index * rates.control_hz // rates.physics_hz
    if number < len(source.actions):
        action: Array = source.actions[number]
        return action
    return resting(session, source.actions[-1])


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
    """A camera of a source's world, at another size where one is wanted; see `sized`.

    Args:
        source: The episode; `view` names the world's own view.
        name: Of the camera.
        size_px: Columns and rows.

    Raises:
        UnknownNameError: If the world has no such colour camera.
    """
    session = open_session(source)
    try:
        return camera_in(session, source, name, size_px)
    finally:
        session.close()


def camera_in(
    session: Session, source: SourceEpisode, name: str, size_px: tuple[int, int] | None
) -> CameraSpec:
    """The same, of a world that is open: from `open_session` of the source."""
    cameras = cameras_in(session)
    if name not in cameras:
        raise UnknownNameError("no such camera", where=source.name, got=name, known=cameras)
    return sized(cameras[name][1], size_px)


def sized(camera: CameraSpec, size_px: tuple[int, int] | None) -> CameraSpec:
    """A camera at another size, if one is wanted: columns and rows.

    The vertical field of view stays; a wider picture shows more at its sides.
    """
    if size_px is None:
        return camera
    width, height = size_px
    focal = camera.focal_px * height / camera.height_px
    return replace(camera, width_px=width, height_px=height, focal_px=focal)


def cameras_of(source: SourceEpisode) -> dict[str, CameraSpec]:
    """Every colour camera of a source's world by name, and its view as `view`."""
    session = open_session(source)
    try:
        return {name: camera for name, (_, camera) in cameras_in(session).items()}
    finally:
        session.close()


def cameras_in(session: Session) -> dict[str, tuple[SensorSpec, CameraSpec]]:
    """The colour cameras of an open world by name, as sensors; its view is `view`.

    They stand as the episode that runs has drawn them; before the first, as the world file says.
    """
    found = {}
    drawn = session.draw
    config = with_draw(session.config, drawn) if drawn else session.config
    for name, part in config.sensors.items():
        sensor = registry.find("sensors", part.model)(name, part).spec(session.world)
        if sensor.kind == "rgb" and sensor.camera is not None:
            found[name] = (sensor, sensor.camera)
    view = session.view
    shape = (view.height_px, view.width_px, 3)
    seen = SensorSpec("view", "rgb", 1, "world", "view_optical_frame", shape, camera=view)
    return {**found, "view": (seen, view)}
