import dataclasses

import numpy as np
import pytest

from physai_sim.core.types import ActionChunk
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.evaluation.episode import Plan
from physai_sim.evaluation.reporting.camera_view import camera_view
from physai_sim.evaluation.reporting.plan_lines import PlanLines

SECOND_NS = 10**9


@pytest.fixture(name="view")
def _view(picture_bag):
    with open_bag(picture_bag({0: 1})) as reader:
        return camera_view(reader, "/front_camera/image_raw")


def chunk(curvature):
    return ActionChunk(0, 10, np.tile([0.0, curvature], (20, 1)))


@pytest.fixture(name="planned")
def _planned(straight):
    """A car with a plan at its start: straight on, or else to the left."""
    return straight(plans=(Plan(0, (chunk(0.0), chunk(0.1))),))


def test_the_plan_lies_over_its_candidates_and_what_was_recorded_over_both(planned, view):
    lines = PlanLines(planned, view).at(0)
    assert [line.kind for line in lines] == ["candidate", "plan", "recorded"]
    candidate, plan, recorded = (line.shares for line in lines)
    seen = np.isfinite(plan).all(axis=1)
    # The ground straight ahead is in the middle, and higher in the picture the farther it is.
    np.testing.assert_allclose(plan[seen, 0], 0.5, atol=1e-6)
    assert (np.diff(plan[seen, 1]) < 0).all()
    assert candidate[-1, 0] < 0.45
    assert len(recorded) == 11


def test_lines_stay_where_they_are_while_the_car_drives_on(planned, view):
    early, late = (PlanLines(planned, view).at(stamp)[1].shares for stamp in (0, SECOND_NS // 2))
    # 10 m after the start is 10 m ahead at first, then 7.5 m ahead: lower in the picture.
    assert late[-1, 1] > early[-1, 1]


def test_only_what_the_policy_decided_is_drawn(straight, view):
    plan = Plan(0, (chunk(0.0),), decided=5)
    (line, _) = PlanLines(straight(plans=(plan,)), view).at(0)
    assert len(line.shares) == 6


def test_an_old_plan_is_not_drawn_and_none_is_before_the_first(straight, view):
    episode = straight(plans=(Plan(SECOND_NS // 2, (chunk(0.0),)),))
    lines = PlanLines(episode, view)
    assert lines.at(0) == []
    assert lines.at(2 * SECOND_NS) == []
    assert lines.at(SECOND_NS)


def test_without_a_camera_or_a_car_there_are_no_lines(planned, arm, view):
    assert PlanLines(planned, None).at(0) == []
    assert PlanLines(arm(), view).at(0) == []


def test_a_camera_on_something_else_draws_nothing(planned, view):
    trailer = dataclasses.replace(view, frame="trailer")
    robots = {"ego": {**planned.facts.robots["ego"], "base_frame": "base_link"}}
    facts = dataclasses.replace(planned.facts, robots=robots)
    assert PlanLines(dataclasses.replace(planned, facts=facts), trailer).at(0) == []
