import dataclasses

import numpy as np
import pytest

from physai_sim.core.truth import BodyInfo, Contact
from physai_sim.core.types import ActionChunk
from physai_sim.evaluation.episode import Plan
from physai_sim.evaluation.reporting.car_charts import others, outside_road
from physai_sim.evaluation.reporting.charts import charts


def chart_of(episode, title):
    return next(chart for chart in charts(episode) if chart.title == title)


def with_other(episode, x_m):
    """The episode with a car 2 m long and wide that stands at x, and the size of the own car."""
    rows = len(episode.stamps_ns)
    track = np.tile([x_m, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0], (rows, 1))
    box = BodyInfo("vehicle", (2.0, 2.0, 1.0))
    bodies = {**episode.facts.bodies, "ego": BodyInfo("robot", (2.0, 2.0, 1.0)), "lead": box}
    facts = dataclasses.replace(episode.facts, bodies=bodies)
    return dataclasses.replace(episode, facts=facts, tracks={"lead": track})


def planned(episode, change):
    """The episode with a plan at each action, whose first action differs by so much."""
    plans = tuple(
        Plan(int(stamp), (ActionChunk(int(stamp), 10, np.array([action + change, action])),))
        for stamp, action in zip(episode.action_stamps_ns, episode.actions, strict=True)
    )
    return dataclasses.replace(episode, plans=plans)


def test_the_distance_to_others_is_that_between_boxes(straight):
    episode = with_other(straight(), 20.0)
    distance = chart_of(episode, "Distance to the nearest other").lines[0].values
    np.testing.assert_allclose(distance, 18.0 - 0.5 * np.arange(11))


def test_without_others_there_is_no_chart_of_them(straight):
    titles = [chart.title for chart in charts(straight())]
    assert "Distance to the nearest other" not in titles
    assert "Time to collision" not in titles


def test_who_stands_has_no_way_and_who_moves_has_one(straight):
    episode = with_other(straight(), 20.0)
    assert others(episode) == {}
    episode.tracks["lead"][:, 0] += np.arange(11)
    moved = dataclasses.replace(episode)
    assert list(others(moved)) == ["lead"]


def test_without_roads_off_the_road_is_off_the_lane_of_the_route(drive):
    episode = drive()
    assert not outside_road(episode).any()
    episode.odometry["ego"][30:40, 1] += 5.0
    assert set(np.flatnonzero(outside_road(dataclasses.replace(episode)))) >= set(range(31, 39))


def test_what_a_policy_would_do_lies_beside_what_was_done(drive):
    chart = chart_of(planned(drive(), 0.5), "Commanded acceleration")
    assert [one.label for one in chart.lines] == ["recorded", "plan"]
    np.testing.assert_allclose(chart.lines[1].values - chart.lines[0].values, 0.5)


def test_a_plan_that_was_played_is_not_drawn_twice(drive):
    assert len(chart_of(planned(drive(), 0.0), "Commanded acceleration").lines) == 1


def test_plans_of_another_size_are_left_out(drive):
    episode = drive()
    plans = (Plan(0, (ActionChunk(0, 10, np.zeros((2, 5))),)),)
    episode = dataclasses.replace(episode, plans=plans)
    assert len(chart_of(episode, "Commanded acceleration").lines) == 1


def test_the_strongest_contact_of_a_stamp_counts_and_the_ground_does_not(arm):
    def touch(body, force_n):
        return Contact("arm", "finger", body, "base", (0, 0, 0), (0, 0, 1), 0.0, force_n)

    contacts = tuple((10**9, touch(*one)) for one in (("cube", 3.0), ("cube", 9.0), ("floor", 50)))
    episode = arm(contacts=contacts)
    facts = dataclasses.replace(episode.facts, bodies={"floor": BodyInfo("ground", (1, 1, 1))})
    force = chart_of(dataclasses.replace(episode, facts=facts), "Greatest contact force")
    assert force.lines[0].values[10] == 9.0
    assert force.lines[0].values.sum() == 9.0


def test_conditions_that_hold_are_counted(arm):
    held = {"on_plate": np.arange(40) > 20, "let_go": np.arange(40) > 30}
    chart = chart_of(arm(conditions=held), "Goal conditions that hold")
    assert chart.lines[0].values[[0, 25, 39]].tolist() == [0.0, 1.0, 2.0]
    assert chart.bounds == (2.0,)


@pytest.mark.parametrize("kind", ["drive", "arm"])
def test_a_recording_of_actions_alone_is_charted(kind, request):
    episode = request.getfixturevalue(kind)()
    bare = dataclasses.replace(episode, odometry={}, tools={}, contacts=(), route=np.zeros((0, 3)))
    assert chart_of(bare, "Reward")
    assert any(chart.title.startswith("Commanded") for chart in charts(bare))
