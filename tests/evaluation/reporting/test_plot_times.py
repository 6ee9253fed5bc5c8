import dataclasses
import xml.etree.ElementTree as ET

import matplotlib
import numpy as np
import pytest

from physai_sim.evaluation.reporting.car_charts import clean_route
from physai_sim.evaluation.reporting.charts import charts
from physai_sim.evaluation.reporting.moments import Moment, contact_starts, moments
from physai_sim.evaluation.reporting.plot_paths import path_plots
from physai_sim.evaluation.reporting.plot_times import (
    AXIS_LEFT,
    AXIS_RIGHT,
    WIDTH,
    end_s,
    mark_keys,
    time_plots,
)

MARKS = (Moment(4.0, "contact", "collisions", "hit"), Moment(6.0, "event", "comfort", "rough"))


def _all(episode):
    return [*path_plots(episode, MARKS, key="a"), *time_plots(episode, MARKS, key="a")]


def _chart(episode, title):
    return next(chart for chart in charts(episode) if chart.title == title)


def test_a_drive_is_plotted_with_units(drive):
    assert [(plot.title, plot.unit) for plot in _all(drive())] == [
        ("Path from above", ""),
        ("Speed", "m/s"),
        ("Offset from the route", "m, left positive"),
        ("Commanded acceleration", "m/s²"),
        ("Commanded curvature", "1/m"),
        ("Reward", ""),
    ]


def test_an_arm_is_plotted_with_units(arm):
    assert [(plot.title, plot.unit) for plot in _all(arm())] == [
        ("Tool from above", ""),
        ("Tool from the side", ""),
        ("Distance of the tool to the goal", "m"),
        ("Speed of the tool", "m/s"),
        ("Commanded motion", "m"),
        ("Commanded turn", "rad"),
        ("Commanded gripper opening", "m"),
        ("Reward", ""),
    ]


def test_the_offset_is_the_signed_distance_to_the_route(drive):
    chart = _chart(drive(), "Offset from the route")
    assert chart.bounds == (-1.75, 1.75)
    # 0.4 m above a line of slope s is 0.4 / sqrt(1 + s^2) beside it.
    assert chart.lines[0].values[0] == pytest.approx(0.4 / np.sqrt(1.25), abs=0.02)


def test_the_distance_to_the_goal_ends_at_zero(arm):
    distance = _chart(arm(), "Distance of the tool to the goal").lines[0].values
    assert distance[0] == pytest.approx(np.linalg.norm([0.2, 0.2, 0.3]))
    assert distance[-1] == pytest.approx(0.0, abs=1e-9)


def test_the_norm_of_a_command_leaves_the_gripper_out(arm):
    motion = _chart(arm(), "Commanded motion").lines[0].values
    np.testing.assert_allclose(motion, 0.01 * np.sqrt(3))


def test_the_reward_before_anything_was_done_is_not_plotted(drive):
    assert _chart(drive(), "Reward").lines[0].times_s[0] == 0.1


def test_touching_the_road_is_no_contact_worth_a_mark(drive):
    assert [contact.body_b for _, contact in contact_starts(drive())] == ["kerb_12"]


def test_a_contact_that_lasts_is_one(drive):
    (_, contact) = drive().contacts[1]
    lasting = tuple((stamp, contact) for stamp in range(0, 2_000_000_000, 100_000_000))
    assert [stamp for stamp, _ in contact_starts(drive(contacts=lasting))] == [0]


def test_contacts_of_an_arm_are_moments_though_no_metric_counts_them(drive):
    texts = [moment.text for moment in moments(drive(), {})]
    assert texts == ["front_left_wheel of ego touched kerb_12", "end of the episode: success"]


def test_repeated_and_broken_route_points_are_left_out():
    route = np.array([[0, 0, 0], [0, 0, 0], [np.nan, 1, 0], [1, 0, 0]], dtype=float)
    np.testing.assert_array_equal(clean_route(route), [[0, 0, 0], [1, 0, 0]])


def test_only_marks_that_there_are_are_explained():
    assert [key.label for key in mark_keys(MARKS)] == ["contact", "event"]
    assert mark_keys(()) == ()


@pytest.mark.parametrize("kind", ["drive", "arm"])
def test_equal_episodes_give_equal_plots(kind, request):
    make = request.getfixturevalue(kind)
    assert _all(make()) == _all(make())


@pytest.mark.parametrize("kind", ["drive", "arm"])
def test_the_style_of_the_user_is_not_seen_and_not_changed(kind, request):
    episode = request.getfixturevalue(kind)()
    plain = _all(episode)
    with matplotlib.rc_context({"font.size": 31.0, "axes.facecolor": "black"}):
        assert _all(episode) == plain
        assert matplotlib.rcParams["font.size"] == 31.0


@pytest.mark.parametrize("kind", ["drive", "arm"])
def test_plots_are_svg_without_dates_addresses_or_repeated_names(kind, request):
    plots = _all(request.getfixturevalue(kind)())
    text = "".join(plot.svg for plot in plots)
    names = []
    for plot in plots:
        drawn = ET.fromstring(plot.svg.replace("xlink:href", "href"))
        names += [element.get("id") for element in drawn.iter() if element.get("id")]
    assert len(set(names)) == len(names)
    for word in ("http", "<metadata", "<?xml", "<!DOCTYPE", "DejaVu Serif"):
        assert word not in text


def test_the_time_axis_lies_where_the_page_draws_its_cursor(drive):
    (plot, *_) = time_plots(drive(), (), key="a")
    drawn = ET.fromstring(plot.svg.replace("xlink:href", "href"))
    (clip,) = (element for element in drawn.iter() if element.tag == "clipPath")
    assert float(clip[0].get("x")) == pytest.approx(AXIS_LEFT * WIDTH)
    right = float(clip[0].get("x")) + float(clip[0].get("width"))
    assert right == pytest.approx(AXIS_RIGHT * WIDTH)


@pytest.mark.parametrize("kind", ["drive", "arm"])
def test_no_row_gives_no_plot(kind, request):
    episode = request.getfixturevalue(kind)(rows=0, actions=np.array([]))
    assert _all(episode) == []
    assert end_s(episode) > 0.0


@pytest.mark.parametrize("rows", [1, 2, 3])
@pytest.mark.parametrize("kind", ["drive", "arm"])
def test_a_few_rows_are_plotted(kind, rows, request):
    assert _all(request.getfixturevalue(kind)(rows=rows))


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("share", [0.5, 1.0])
@pytest.mark.parametrize("kind", ["drive", "arm"])
def test_numbers_that_are_not_finite_leave_gaps(kind, share, broken, request):
    episode = request.getfixturevalue(kind)()
    for values in (*episode.odometry.values(), *episode.tools.values(), episode.actions):
        values[: round(share * len(values))] = broken
    episode.rewards[::2] = broken
    for plot in _all(episode):
        assert "nan" not in plot.svg
        assert "inf" not in plot.svg


def test_a_car_without_a_route_is_plotted(drive):
    titles = [plot.title for plot in _all(drive(route=np.zeros((0, 3))))]
    assert "Path from above" in titles
    assert "Offset from the route" not in titles


def test_a_car_that_stands_is_plotted(drive):
    episode = drive(route=np.zeros((1, 3)), contacts=())
    episode.odometry["ego"][:] = 0.0
    assert _all(episode)[0].title == "Path from above"


def test_two_robots_are_told_apart(drive, arm):
    car, hand = drive(rows=40), arm()
    robots = {**car.facts.robots, **hand.facts.robots}
    both = dataclasses.replace(
        car,
        facts=dataclasses.replace(car.facts, robots=robots, goal=hand.facts.goal),
        odometry={**car.odometry, **hand.odometry},
        tools=hand.tools,
        actions=np.hstack([car.actions, hand.actions]),
    )
    titles = [plot.title for plot in _all(both)]
    assert "Commanded curvature of ego" in titles
    assert "Commanded motion of arm" in titles
    assert len([title for title in titles if title.startswith("Tool from")]) == 2
