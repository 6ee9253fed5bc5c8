import dataclasses
import math

import pytest

from physai_sim.core.errors import UnknownNameError
from physai_sim.core.truth import LightInfo
from physai_sim.evaluation.metrics.red_light import RedLight

# The lane begins at x = -50: the stop line is at x = 20. The car's front is 2 m ahead of its
# middle: at 1 m per stamp from x = 0.5 it is at 20.5 at stamp 18.
LIGHTS = {"light": LightInfo("main", 70.0)}
DRIVING = [(0.5 + i, 0.0) for i in range(40)]


@pytest.fixture
def score(street):
    def scored(states, places=DRIVING, lights=LIGHTS):
        shown = dict.fromkeys(lights, states)
        return RedLight().score(street(places, lights=lights, light_states=shown))

    return scored


@pytest.mark.parametrize(("state", "value"), [("red", 1.0), ("yellow", 0.0), ("green", 0.0)])
def test_passing_the_stop_line_counts_while_it_is_red(score, state, value):
    result = score([state] * 40)
    assert result.value == value
    assert result.parts == {"crossings": 1.0}
    assert [event.stamp_ns for event in result.events] == [1_800_000_000] * int(value)


def test_stopping_before_the_line_is_no_crossing(score):
    places = [(min(0.5 + i, 17.5), 0.0) for i in range(40)]
    assert score(["red"] * 40, places).parts == {"crossings": 0.0}


@pytest.mark.parametrize(("turns_at", "value"), [(17, 1.0), (18, 0.0)])
def test_what_counts_is_what_it_showed_before_the_crossing(score, turns_at, value):
    assert score(["green"] * turns_at + ["red"] * (40 - turns_at)).value == value


def test_the_other_lane_has_no_stop_line_there(score):
    assert score(["red"] * 40, [(x, 3.5) for x, _ in DRIVING]).value == 0.0


def test_driving_backwards_over_the_line_or_coming_from_ahead_does_not_count(score):
    backwards = [(40.0 - x, 0.0) for x, _ in DRIVING]
    turned = [(40.0 - x, 0.0, math.pi) for x, _ in DRIVING]
    assert score(["red"] * 40, backwards).parts["crossings"] == 0.0
    assert score(["red"] * 40, turned).parts["crossings"] == 0.0


def test_two_lights_are_two_red_lights_in_the_order_of_time(score):
    lights = {"b": LightInfo("main", 60.0), "a": LightInfo("main", 80.0)}
    result = score(["red"] * 40, lights=lights)
    assert result.value == 2.0
    assert [event.text[-1] for event in result.events] == ["b", "a"]


def test_without_lights_their_states_or_roads_the_value_is_none_with_a_reason(street, drive, arm):
    assert "no traffic light" in RedLight().score(street(DRIVING)).reason
    assert "what light showed" in RedLight().score(street(DRIVING, lights=LIGHTS)).reason
    shown = {"light": ["red"] * 40}
    bare = street(DRIVING, lights=LIGHTS, light_states=shown, roads=None)
    for episode in (bare, drive(), dataclasses.replace(bare, odometry={})):
        assert RedLight().score(episode).value is None
        assert RedLight().score(episode).reason
    assert not RedLight().applies(arm())


def test_a_light_at_a_lane_that_is_not_there_is_refused(score):
    with pytest.raises(UnknownNameError, match="no such lane"):
        score(["red"] * 40, lights={"light": LightInfo("elsewhere", 1.0)})
