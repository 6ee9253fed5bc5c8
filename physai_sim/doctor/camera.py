"""Is a thing drawn where camera_info and the camera's frame say?"""

from __future__ import annotations

import itertools

import numpy as np

from physai_sim.core.geometry import Array, Pose
from physai_sim.core.scene_config import BodyConfig
from physai_sim.core.types import SensorSpec
from physai_sim.doctor._recordings import short_world
from physai_sim.doctor.base import REINSTALL, Finding
from physai_sim.envs.session import Session
from physai_sim.messages.images import camera_info
from physai_sim.messages.typestore import make_message
from physai_sim.rendering import choice
from physai_sim.rendering.camera import camera_pose
from physai_sim.simulation import scene
from physai_sim.simulation.body import Body
from physai_sim.simulation.camera_image import unpack_segmentation

WORLD, CAMERA = "reach", "front_camera"
BALL = BodyConfig(shape="sphere", radius_m=0.01, collides=False)
# Where the ball is held: shares of the image, at a distance at which it is ten pixels wide.
SHARES, AWAY_M = (0.15, 0.5, 0.85), 0.45
BAR_PX = 0.5


class Camera:
    """A point of known place is drawn where camera_info projects it."""

    remedy = REINSTALL

    def run(self) -> Finding:
        """See `Check`."""
        session = Session(short_world(WORLD))
        try:
            session.reset(0)
            ball = scene.add_body(session.world, BALL, name="ball")
            errors = [
                _error_px(session, ball, place) for place in itertools.product(SHARES, SHARES)
            ]
        finally:
            session.close()
        found = f"{len(errors)} points are drawn within {max(errors):.2f} px of camera_info"
        return Finding("ok" if max(errors) <= BAR_PX else "FAIL", found)


def _error_px(session: Session, ball: Body, place: tuple[float, float]) -> float:
    """Distance between where a ball is drawn and where its true place projects to [px]."""
    sensor = session.spec.sensors[CAMERA]
    assert sensor.camera is not None, f"{CAMERA} is a camera"
    across, down = place
    pixel = across * sensor.camera.width_px, down * sensor.camera.height_px
    x, y, z = (_ray(sensor, pixel) * AWAY_M).tolist()
    ball.reset_base(camera_pose(session.world, sensor.camera).compose(Pose((x, y, z))))
    session.world.step_index += 1  # the ball moved without a step
    body, _ = unpack_segmentation(choice.render(session.world, sensor.camera).segmentation)
    rows, columns = np.nonzero(body == ball.id)
    if not len(rows):
        return float("inf")
    drawn = np.array([columns.mean(), rows.mean()])
    return float(np.linalg.norm(drawn - _projected(sensor, np.array([x, y, z]))))


def _ray(sensor: SensorSpec, pixel: tuple[float, float]) -> Array:
    """Direction of a pixel in the optical frame, one metre deep, shape (3,)."""
    back: Array = np.linalg.inv(_matrix(sensor)) @ np.array([*pixel, 1.0])
    return back


def _projected(sensor: SensorSpec, point: Array) -> Array:
    """Column and row of a point in the optical frame, shape (2,) [px]."""
    along: Array = _matrix(sensor) @ point
    pixel: Array = along[:2] / along[2]
    return pixel


def _matrix(sensor: SensorSpec) -> Array:
    """K of the camera's own camera_info message, shape (3, 3)."""
    assert sensor.camera is not None, f"{CAMERA} is a camera"
    info = camera_info(make_message, sensor, sensor.camera, 0)
    matrix: Array = np.asarray(info.k, dtype=np.float64).reshape(3, 3)
    return matrix
