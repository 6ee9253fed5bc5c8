import dataclasses

import numpy as np
import pytest

from physai_sim.core import types
from physai_sim.core.geometry import Pose
from physai_sim.core.types import CameraSpec, EpisodeSpec, RobotSpec

WORDS = [
    kind
    for kind in vars(types).values()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind)
]


def robot(name, low, high):
    return RobotSpec(
        name=name,
        model="sedan",
        action_kind="steering_speed",
        action_names=("a", "b"),
        action_low=np.array(low),
        action_high=np.array(high),
        joint_names=(),
    )


@pytest.mark.parametrize("kind", WORDS)
def test_every_word_is_frozen_and_slotted(kind):
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)


def test_a_frozen_word_cannot_be_changed():
    pose = Pose()
    with pytest.raises(dataclasses.FrozenInstanceError):
        pose.position_m = (1.0, 0.0, 0.0)


def test_the_principal_point_is_the_middle_between_the_outer_pixel_centres():
    camera = CameraSpec(4, 3, 2.0, 0.1, 10.0, "world", Pose())
    assert camera.centre_px == (1.5, 1.0)
    assert camera.intrinsics().tolist() == [[2.0, 0.0, 1.5], [0.0, 2.0, 1.0], [0.0, 0.0, 1.0]]


def test_the_joint_action_follows_the_order_of_the_robots():
    robots = {"b": robot("b", [-1.0, -2.0], [1.0, 2.0]), "a": robot("a", [-3.0, 0.0], [3.0, 4.0])}
    spec = EpisodeSpec("w", "0" * 64, "Go.", 10, 240, robots, {})
    assert spec.action_names == ("a", "b", "a", "b")
    assert spec.action_low.tolist() == [-1.0, -2.0, -3.0, 0.0]
    assert spec.action_high.tolist() == [1.0, 2.0, 3.0, 4.0]
