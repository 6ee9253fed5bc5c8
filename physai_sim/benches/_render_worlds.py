"""Worlds and cameras that the render bench looks through."""

from __future__ import annotations

from dataclasses import replace

from physai_sim.core.config import load_world
from physai_sim.core.scene_config import ViewConfig
from physai_sim.core.types import CameraSpec
from physai_sim.envs.session import Session
from physai_sim.rendering.camera import camera_spec
from physai_sim.sensors.rgb_camera import CameraConfig


def open_world(name: str, settings: tuple[str, ...] = ()) -> Session:
    """A world without a policy, after its first reset."""
    session = Session(load_world(name, settings), cameras=False)
    session.reset(0)
    return session


def camera_of(session: Session, size_px: tuple[int, int]) -> CameraSpec:
    """The first camera of an arm's world, or the view of a driver's, with another size [px]."""
    config: ViewConfig | CameraConfig = session.config.view
    if not any(robot.wheelbase_m for robot in session.spec.robots.values()):
        cameras = (s for s in session.config.sensors.values() if isinstance(s, CameraConfig))
        config = next(cameras, session.config.view)
    camera = camera_spec(config, config.mount)
    width, height = size_px
    focal = camera.focal_px * height / camera.height_px
    return replace(camera, width_px=width, height_px=height, focal_px=focal)
