import dataclasses

import numpy as np
import pytest

from physai_sim.core.errors import DatasetError
from physai_sim.datasets.lerobot.layout import Layout, left_out


@pytest.fixture(name="layout")
def _layout(spec):
    return Layout.of(spec, {"goal": np.zeros(2)})


def test_a_layout_is_told_whole_by_its_features(layout):
    assert Layout.from_json(layout.to_json()) == layout
    assert layout.state[0] == "joint_state.a.position"
    assert layout.state[3] == "joint_state.b.velocity"


def test_two_robots_have_their_names_before_their_actions(spec):
    robot = spec.robots["ego"]
    two = {name: dataclasses.replace(robot, name=name) for name in ("left", "right")}
    layout = Layout.of(dataclasses.replace(spec, robots=two), {})
    assert layout.action == ("left.steer_rad", "left.v_mps", "right.steer_rad", "right.v_mps")
    assert layout.robot_type == "sedan+sedan"
    assert "observation.environment_state" not in layout.features()


def test_depth_is_left_out_and_told(spec):
    assert left_out(spec) == ("front_depth",)


def test_another_layout_is_refused_by_what_differs(layout):
    with pytest.raises(DatasetError, match="fps differs, got 30; expected 15"):
        layout.require(dataclasses.replace(layout, fps=30), where="here")
