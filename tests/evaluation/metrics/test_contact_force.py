import dataclasses

import numpy as np
import pytest

from physai_sim.core.truth import Contact
from physai_sim.evaluation.metrics.contact_force import ContactForce


def _touch(at_s, force_n, *, arm="arm", body="cube", link="left_finger"):
    contact = Contact(arm, link, body, "base", (0, 0, 0), (0, 0, 1), 0.0, force_n)
    return round(at_s * 1e9), contact


@pytest.fixture
def score(arm):
    return lambda *contacts, **changes: ContactForce().score(arm(contacts=contacts, **changes))


def test_the_value_is_the_greatest_force_and_each_body_has_its_own(score):
    result = score(
        _touch(0.5, 4.0),
        _touch(0.5, 6.0, link="right_finger"),
        _touch(0.6, 2.0),
        _touch(1.0, 80.0, body="table"),
    )
    assert result.value == 80.0
    assert result.parts == {
        "mean_n": 23.0,
        "touching_share": 3 / 40,
        "cube_n": 6.0,
        "table_n": 80.0,
    }


def test_an_arm_that_touches_nothing_has_no_force_and_no_mean(score):
    result = score()
    assert result.value == 0.0
    assert result.parts == {"mean_n": None, "touching_share": 0.0}


def test_an_arm_that_touches_itself_is_not_counted(score):
    assert score(_touch(1.0, 50.0, body="arm")).value == 0.0


def test_two_arms_that_touch_each_other_are_both_told(score, arm):
    tools = {"left": np.zeros((40, 7)), "right": np.zeros((40, 7))}
    both = (_touch(1.0, 5.0, arm="left", body="right"), _touch(1.0, 5.0, arm="right", body="left"))
    result = score(*both, tools=tools)
    assert result.value == 5.0
    assert {"left_n", "right_n"} <= set(result.parts)


def test_contacts_of_a_real_robot_are_unknown_and_not_zero(arm):
    episode = arm()
    facts = dataclasses.replace(episode.facts, is_truth=False)
    result = ContactForce().score(dataclasses.replace(episode, facts=facts))
    assert result.value is None
    assert result.reason == "contacts are known in simulation only"


def test_forces_are_not_asked_of_a_car(drive):
    assert not ContactForce().applies(drive())
