import dataclasses
import re

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.truth import LightInfo
from physai_sim.evaluation.reporting.moments import Moment
from physai_sim.evaluation.reporting.plot_paths import path_plots
from physai_sim.evaluation.reporting.plot_spots import MOST_TRACED

MARKS = (
    Moment(4.0, "contact", "collisions", "hit"),
    Moment(6.0, "event", "comfort", "rough"),
    Moment(11.9, "end", "", "end"),
)


def labels(plot):
    return [key.label for key in plot.legend]


def test_events_have_places_and_the_end_has_none(drive):
    (plot,) = path_plots(drive(), MARKS, key="a")
    assert [(spot.time_s, spot.text) for spot in plot.spots] == [(4.0, "hit"), (6.0, "rough")]
    assert all(0.0 < spot.left < 100.0 and 0.0 < spot.top < 100.0 for spot in plot.spots)


def test_what_moves_is_traced_from_left_to_right(drive):
    (plot,) = path_plots(drive(), (), key="a")
    times, lefts, tops = np.array(plot.trace).T
    assert times[[0, -1]].tolist() == [0.0, 11.9]
    assert (np.diff(lefts) > 0).all()
    # The car starts upward: nearer to the upper edge.
    assert tops[10] < tops[0]


def test_the_trace_of_a_long_drive_is_thinned(drive):
    episode = drive()
    rows = 20_000
    odometry = np.zeros((rows, 13))
    odometry[:, 0] = np.arange(rows)
    stamps = np.arange(rows, dtype=np.int64) * 10**8
    long = dataclasses.replace(episode, odometry={"ego": odometry}, stamps_ns=stamps, contacts=())
    (plot,) = path_plots(long, (), key="a")
    assert len(plot.trace) == MOST_TRACED
    assert len(plot.svg) < 100_000


def test_events_of_an_arm_have_places_in_both_views(arm):
    plots = path_plots(arm(), MARKS, key="a")
    assert [[spot.text for spot in plot.spots] for plot in plots] == [["rough"], ["rough"]]
    assert all(plot.trace for plot in plots)


def test_time_off_the_road_is_marked(drive):
    episode = drive()
    assert "off the road" not in labels(path_plots(episode, (), key="a")[0])
    episode.odometry["ego"][30:40, 1] += 5.0
    assert "off the road" in labels(path_plots(dataclasses.replace(episode), (), key="a")[0])


def test_others_on_the_road_are_drawn(drive):
    track = np.zeros((120, 7))
    track[:, 0], track[:, 6] = np.arange(120) / 4.0, 1.0
    track[:10] = np.nan
    (plot,) = path_plots(drive(tracks={"lead": track}), (), key="a")
    assert "other road users" in labels(plot)
    assert "nan" not in plot.svg


def test_lanes_and_lights_are_drawn(drive, two_lanes):
    episode = drive()
    lights = {
        "north": LightInfo(next(iter(two_lanes["lanes"])), 10.0),
        "lost": LightInfo("nowhere", 1.0),
    }
    facts = dataclasses.replace(episode.facts, roads=two_lanes, lights=lights)
    (plain,) = path_plots(episode, (), key="a")
    (plot,) = path_plots(dataclasses.replace(episode, facts=facts), (), key="a")
    assert "stop line of a light" in labels(plot)
    assert len(re.findall("<path", plot.svg)) > len(re.findall("<path", plain.svg))


@pytest.fixture(name="two_lanes")
def _two_lanes():
    return load_world("urban_loop").roads.model_dump(mode="json")
