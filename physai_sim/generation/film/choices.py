"""What a request chooses of a world: cameras, rate and length, streams; all of it checked."""

from __future__ import annotations

from dataclasses import replace

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.core.streams import STREAMS, StreamName
from physai_sim.core.timing import ticks_per
from physai_sim.core.types import CameraSpec, SensorSpec
from physai_sim.generation.film.stage import Cameras
from physai_sim.generation.resimulation import sized
from physai_sim.rendering.base import check_camera

MOST_CAMERAS, MAX_FRAMES = 4, 1_000_000


def chosen_cameras(rollout: RolloutRequest, known: Cameras) -> Cameras:
    """The cameras that see a rollout, at the size and rate that it asks for.

    Where it names none, it is the world's first camera.

    Raises:
        UnknownNameError: If the world has no such camera.
        ConfigError: If there are too many, one is named twice, or a side is odd.
        RenderError: If a size is no camera's.
    """
    names = rollout.cameras or (next(iter(known)),)
    if not 1 <= len(names) <= MOST_CAMERAS or len(set(names)) < len(names):
        expected = f"1 to {MOST_CAMERAS}, each once"
        raise ConfigError("cameras", where=rollout.name, got=",".join(names), expected=expected)
    found: dict[str, SensorSpec] = {}
    for name in names:
        if name not in known:
            raise UnknownNameError("no such camera", where=rollout.name, got=name, known=known)
        camera = sized(lens_of(known[name]), rollout.size_px)
        check_camera(camera)
        size = (camera.width_px, camera.height_px)
        if size[0] % 2 or size[1] % 2 or min(size) < 2:
            expected = "even numbers of columns and rows: videos have them"
            raise ConfigError("size", where=f"{rollout.name}: {name}", got=size, expected=expected)
        shape = (camera.height_px, camera.width_px, 3)
        found[name] = replace(known[name], rate_hz=rollout.fps, shape=shape, camera=camera)
    return found


def check_rate(rollout: RolloutRequest, physics_hz: int) -> None:
    """Refuse a length or a rate that no film can have.

    Raises:
        ConfigError: If the rate does not divide that of the physics, or there are no frames.
    """
    if rollout.fps < 1:
        what, where = "frames per second", f"{rollout.name}: fps"
        raise ConfigError(what, where=where, got=rollout.fps, expected="1 or more")
    ticks_per(physics_hz, rollout.fps, where=f"{rollout.name}: fps")
    if rollout.num_frames is not None and not 1 <= rollout.num_frames <= MAX_FRAMES:
        what, where = "number of frames", f"{rollout.name}: num_frames"
        raise ConfigError(what, where=where, got=rollout.num_frames, expected=f"1 to {MAX_FRAMES}")


def checked_streams(rollout: RolloutRequest) -> tuple[StreamName, ...]:
    """The streams that a rollout asks for, each once, in the order of `STREAMS`.

    Raises:
        UnknownNameError: If there is no such stream.
    """
    for name in rollout.streams:
        if name not in STREAMS:
            where = f"{rollout.name}: streams"
            raise UnknownNameError("no such stream", where=where, got=name, known=STREAMS)
    return tuple(name for name in STREAMS if name in rollout.streams)


def lens_of(sensor: SensorSpec) -> CameraSpec:
    """The lens, size and mount of a camera."""
    assert sensor.camera is not None, "a camera has a lens"
    return sensor.camera
