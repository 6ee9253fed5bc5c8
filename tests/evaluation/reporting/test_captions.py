import dataclasses

import numpy as np
import pytest

from physai_sim.evaluation.reporting.captions import SHOWN_S, Captions
from physai_sim.evaluation.reporting.moments import Moment

SECOND_NS = 10**9


def test_a_car_tells_its_speed_and_steering(drive):
    episode = drive()
    episode.actions[:, 1] = 0.1
    caption = Captions(episode, ()).at(0)
    assert caption.head == "  0.00 s   Do it."
    # atan(2.7 m * 0.1 1/m) is 15.1 degrees.
    assert caption.readout == "5.0 m/s   steering 15.1 deg left"


def test_an_arm_tells_its_gripper(arm):
    assert Captions(arm(), ()).at(SECOND_NS).readout == "gripper 10 mm"


def test_what_was_not_recorded_is_not_told(drive):
    bare = drive(actions=np.zeros((0, 2)), action_stamps_ns=np.zeros(0, np.int64))
    bare = dataclasses.replace(bare, odometry={})
    assert Captions(bare, ()).at(0).readout == ""


def test_a_car_without_a_wheelbase_tells_no_steering(drive):
    episode = drive()
    robots = {"ego": {**episode.facts.robots["ego"], "wheelbase_m": None, "kind": "car"}}
    facts = dataclasses.replace(episode.facts, robots=robots)
    episode = dataclasses.replace(episode, facts=facts)
    assert Captions(episode, ()).at(0).readout == "5.0 m/s"


@pytest.mark.parametrize(
    ("time_s", "text"), [(0.9, ""), (1.0, "rough"), (1.0 + SHOWN_S, ""), (11.9, "")]
)
def test_an_event_is_shown_for_a_while_and_the_end_never(drive, time_s, text):
    marks = (Moment(1.0, "event", "", "rough"), Moment(11.9, "end", "", "end"))
    assert Captions(drive(), marks).at(round(time_s * SECOND_NS)).event == text


def test_no_event_hides_a_contact(drive):
    marks = (Moment(1.0, "contact", "", "hit"), Moment(1.2, "event", "", "rough"))
    caption = Captions(drive(), marks).at(SECOND_NS + SECOND_NS // 2)
    assert (caption.event, caption.is_contact) == ("hit", True)
