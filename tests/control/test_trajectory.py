"""Trajectories: the order of their splines, their ends, chunks."""

import numpy as np
import pytest

from physai_sim.control.trajectory import JointMotion, chunk_points, standing
from physai_sim.core.types import ActionChunk

S = 1_000_000_000


def test_positions_alone_are_joined_by_lines(make_trajectory):
    path = make_trajectory((0.0, [0.0, 0.0]), (2.0, [1.0, -1.0]))
    motion = path.sample(S // 2)
    assert motion.positions == pytest.approx([0.25, -0.25])
    assert motion.velocities == pytest.approx([0.5, -0.5])
    assert motion.accelerations == pytest.approx([0.0, 0.0])


def test_velocities_make_cubics(make_trajectory):
    path = make_trajectory((0.0, [0.0, 0.0], [0.0, 1.0]), (1.0, [1.0, 1.0], [0.0, 0.0]))
    for t in (0.1, 0.5, 0.9):
        motion = path.sample(round(t * S))
        assert motion.positions == pytest.approx([3 * t**2 - 2 * t**3, t + t**2 - t**3])
        assert motion.velocities == pytest.approx([6 * t - 6 * t**2, 1 + 2 * t - 3 * t**2])
        assert motion.accelerations == pytest.approx([6 - 12 * t, 2 - 6 * t])


def test_accelerations_make_quintics(make_trajectory):
    def polynomial(t, derivative):
        return np.polyval(np.polyder(np.poly1d([0.3, -0.2, 0.1, 0.4, -0.5, 0.2]), derivative), t)

    def row(t):
        return [[polynomial(t, k), -polynomial(t, k)] for k in range(3)]

    path = make_trajectory((0.5, *row(0.5)), (1.25, *row(1.25)), (2.0, [0.0, 0.0]))
    motion = path.sample(S)
    expected = [polynomial(1.0, k) for k in range(3)]
    given = (motion.positions, motion.velocities, motion.accelerations)
    assert [values[0] for values in given] == pytest.approx(expected)
    assert [values[1] for values in given] == pytest.approx([-value for value in expected])


def test_a_piece_has_the_order_of_its_poorer_end(make_trajectory):
    path = make_trajectory((0.0, [0.0, 0.0], [5.0, 5.0]), (1.0, [1.0, 1.0]))
    assert path.sample(S // 4).positions == pytest.approx([0.25, 0.25])


def test_accelerations_without_velocities_leave_lines(make_trajectory):
    path = make_trajectory((0.0, [0.0, 0.0], [], [9.0, 9.0]), (1.0, [1.0, 1.0], [], [9.0, 9.0]))
    assert path.sample(S // 4).positions == pytest.approx([0.25, 0.25])


def test_outside_its_times_it_stands_at_its_ends(make_trajectory):
    path = make_trajectory((1.0, [0.5, 0.5]), (2.0, [1.0, 1.5]))
    assert path.end_ns == 2 * S
    for time, place in ((0, [0.5, 0.5]), (2 * S, [1.0, 1.5]), (9 * S, [1.0, 1.5])):
        motion = path.sample(time)
        assert motion.positions.tolist() == place
        assert motion.velocities.tolist() == [0.0, 0.0]


def test_points_are_met_exactly(make_trajectory):
    path = make_trajectory((0.0, [0.1, 0.2]), (0.3, [0.4, 0.7]), (1.0, [1.1, 1.2]))
    assert path.sample(300_000_000).positions.tolist() == [0.4, 0.7]


def test_it_is_led_from_a_motion_to_its_first_point(make_trajectory):
    path = make_trajectory((1.0, [1.0, 1.0], [0.0, 0.0]))
    moving = JointMotion(np.array([0.0, 0.0]), np.array([1.0, 0.0]), np.zeros(2))
    led = path.led_from(moving, time_ns=0)
    assert led.sample(0).velocities == pytest.approx([1.0, 0.0])
    assert led.sample(S // 2).positions == pytest.approx([0.625, 0.5])
    assert path.led_from(moving, time_ns=S) is path


def test_a_standing_trajectory_never_moves():
    path = standing(("a",), np.array([0.3]))
    assert {path.sample(t).positions[0] for t in (-S, 0, 7 * S)} == {0.3}


def test_a_point_of_a_chunk_is_reached_one_action_after_it_begins():
    chunk = ActionChunk(5 * S, 10, np.array([[0.1, 0.2], [0.3, 0.4]]))
    points = chunk_points(chunk)
    assert [point.time_ns for point in points] == [S // 10, S // 5]
    assert points[1].positions == [0.3, 0.4]
