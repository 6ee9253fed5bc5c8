"""Trajectories that take over from one another."""

import numpy as np
import pytest

from physai_sim.control.timeline import Timeline

S = 1_000_000_000
NAMES = ("shoulder", "elbow")


@pytest.fixture
def timeline():
    line = Timeline(NAMES)
    line.hold(np.zeros(2), stamp_ns=10 * S)
    return line


def places(timeline, *seconds):
    return [timeline.sample(round(t * S)).positions[0] for t in seconds]


def test_a_trajectory_is_led_from_where_the_joints_stand(timeline, make_trajectory):
    timeline.add(make_trajectory((1.0, [1.0, 0.0])), start_ns=10 * S, now_ns=10 * S)
    assert places(timeline, 9, 10, 10.5, 11, 20) == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0])


def test_one_that_begins_later_lets_the_other_go_on_until_then(timeline, make_trajectory):
    timeline.add(make_trajectory((2.0, [2.0, 0.0])), start_ns=10 * S, now_ns=10 * S)
    timeline.add(make_trajectory((1.0, [0.0, 0.0])), start_ns=11 * S, now_ns=10 * S)
    assert places(timeline, 10.5, 11, 11.5, 12) == pytest.approx([0.5, 1.0, 0.5, 0.0])


def test_one_that_began_earlier_is_entered_midway(timeline, make_trajectory):
    path = make_trajectory((0.0, [0.0, 0.0]), (2.0, [2.0, 0.0]))
    timeline.add(path, start_ns=9 * S, now_ns=10 * S)
    assert places(timeline, 10, 10.5, 11) == pytest.approx([1.0, 1.5, 2.0])


def test_one_that_began_earlier_is_led_to_a_first_point_still_to_come(timeline, make_trajectory):
    timeline.add(make_trajectory((2.0, [2.0, 0.0])), start_ns=9 * S, now_ns=10 * S)
    assert places(timeline, 10, 10.5, 11) == pytest.approx([0.0, 1.0, 2.0])


def test_what_was_to_begin_later_is_replaced(timeline, make_trajectory):
    timeline.add(make_trajectory((1.0, [5.0 / 5, 0.0])), start_ns=13 * S, now_ns=10 * S)
    timeline.add(make_trajectory((1.0, [-1.0, 0.0])), start_ns=11 * S, now_ns=10 * S)
    assert places(timeline, 10.5, 11.5, 12, 14) == pytest.approx([0.0, -0.5, -1.0, -1.0])


def test_what_is_over_is_forgotten_and_nothing_else_changes(timeline, make_trajectory):
    for k in range(50):
        path = make_trajectory((1.0, [k / 50, 0.0]))
        timeline.add(path, start_ns=(10 + k) * S, now_ns=(10 + k) * S)
        before = places(timeline, 10.5 + k)
        timeline.forget_before((10 + k) * S)
        assert places(timeline, 10.5 + k) == before
    assert len(timeline._pieces) == 1


def test_clearing_asks_nothing_any_more(timeline):
    assert not timeline.is_empty
    timeline.clear()
    assert timeline.is_empty
