import dataclasses

import pytest

from physai_sim.core import truth
from physai_sim.core.truth import BodyInfo, EpisodeTruth, Outcome

WORDS = [
    kind
    for kind in vars(truth).values()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind)
]


@pytest.mark.parametrize("kind", WORDS)
def test_every_fact_is_frozen_and_slotted(kind):
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)


def test_an_outcome_cannot_be_changed_afterwards():
    outcome = Outcome("collision", terminated=True, truncated=False, is_success=False, steps=3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        outcome.is_success = True


def test_an_arm_has_no_route_and_no_lane():
    facts = EpisodeTruth({"arm": BodyInfo("robot", (1.0, 1.0, 1.0))})
    assert facts.route == ()
    assert facts.lane_width_m is None
    assert facts.goal == {}
