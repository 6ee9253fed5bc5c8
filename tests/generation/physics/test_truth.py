"""What the engine knows of a film: one row for each frame, in step with one another."""

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.generation.physics.truth import View, true_film
from physai_sim.generation.source.from_world import from_world


@pytest.fixture(scope="module")
def film():
    source = from_world(load_world("push", ["time_limit_s=0.5"]), 1)
    return true_film(source, View("front_camera", 24, (64, 64)))


def test_everything_has_a_row_for_each_frame(film):
    count = len(film.stamps_ns)
    assert film.rgb.shape == (count, 64, 64, 3)
    assert film.depth_m.shape == film.labels.shape == (count, 64, 64)
    rows = (*film.poses.values(), *film.velocities.values(), *film.tools.values())
    assert {len(row) for row in (*rows, film.actions, film.camera_poses, film.contacts)} == {count}


def test_a_body_is_where_its_pose_is_projected_to(film):
    mask = film.mask("cube")[0]
    rows, columns = np.nonzero(mask)
    eye = film.camera.pose_optical_in_parent.inverse().matrix()
    point = film.camera.intrinsics() @ (eye @ [*film.poses["cube"][0, :3], 1.0])[:3]
    assert point[0] / point[2] == pytest.approx(columns.mean(), abs=1.5)
    assert point[1] / point[2] == pytest.approx(rows.mean(), abs=1.5)


def test_an_action_is_in_force_from_its_control_stamp_on(film):
    number = np.arange(len(film.stamps_ns)) * film.spec.control_hz // film.hz
    played = number < len(film.source.actions)
    assert np.array_equal(film.actions[played], film.source.actions[number[played]])
    assert np.any(number * film.hz == np.arange(len(number)) * film.spec.control_hz)
