"""Robots, sensors and episodes as messages need them, without a physics engine."""

import numpy as np
import pytest

from physai_sim.core.geometry import Pose, look_at
from physai_sim.core.types import CameraSpec, EpisodeSpec, RobotSpec, SensorSpec
from physai_sim.messages.typestore import typestore

JOINTS = ("a", "b", "c", "d", "e", "f", "g", "left_finger", "right_finger")
NAMES = {
    "acceleration_curvature": ("acceleration_mps2", "curvature_per_m"),
    "steering_speed": ("steering_rad", "speed_mps"),
    "joint_delta": (*(f"{joint}_rad" for joint in JOINTS[:7]), "opening_m"),
    "end_effector_delta": (*"xyz", "rx", "ry", "rz", "opening_m"),
}


@pytest.fixture(scope="session")
def wire():
    """Sends a message through CDR and back, as a bag or a network would."""
    store = typestore()

    def send(message):
        kind = message.__msgtype__
        return store.deserialize_cdr(store.serialize_cdr(message, kind), kind)

    return send


@pytest.fixture(scope="session")
def make_robot():
    def make(name="ego", kind="acceleration_curvature"):
        names, drives = NAMES[kind], kind in ("acceleration_curvature", "steering_speed")
        return RobotSpec(
            name=name,
            model="sedan" if drives else "panda",
            action_kind=kind,
            action_names=names,
            action_low=-np.ones(len(names)),
            action_high=np.ones(len(names)),
            joint_names=() if drives else JOINTS,
            wheelbase_m=2.85 if drives else None,
        )

    return make


@pytest.fixture(scope="session")
def make_sensor():
    def make(kind, name=None, body="ego"):
        camera, names, frame = None, (), "base_link"
        shape = {"rgb": (24, 32, 3), "depth": (24, 32), "joint_state": (6,), "odometry": (13,)}
        name = name or {"rgb": "front_camera", "depth": "front_depth"}.get(kind, kind)
        if kind in ("rgb", "depth"):
            mount, frame = look_at((1.0, 0.0, 1.0), (5.0, 0.5, 0.0)), f"{name}_optical_frame"
            camera = CameraSpec(32, 24, 20.0, 0.1, 50.0, body, mount)
        if kind == "joint_state":
            names, frame = ("a", "b", "c"), ""
        if kind in ("contact", "numbers"):
            names = ("pairs", "force_n")
        return SensorSpec(name, kind, 10, body, frame, shape.get(kind, (2,)), names, camera)

    return make


@pytest.fixture(scope="session")
def make_episode(make_robot):
    def make(*robots, sensors=()):
        return EpisodeSpec(
            world="w",
            config_hash="0" * 64,
            instruction="Go.",
            control_hz=20,
            physics_hz=240,
            robots={robot.name: robot for robot in robots or (make_robot(),)},
            sensors={sensor.name: sensor for sensor in sensors},
        )

    return make


@pytest.fixture(scope="session")
def somewhere():
    """A pose whose numbers are all different and none round."""
    return Pose((1.25, -2.5, 0.1), look_at((0.0, 0.0, 0.0), (1.0, 2.0, -0.7)).rotation_xyzw)
