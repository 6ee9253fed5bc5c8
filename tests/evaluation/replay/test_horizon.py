import numpy as np

from physai_sim.core.types import ActionChunk
from physai_sim.evaluation.episode import Plan
from physai_sim.evaluation.replay.horizon import up_to

SECOND_NS = 1_000_000_000


def plan_of(steps, hz=10, candidates=1):
    chunk = ActionChunk(0, hz, np.arange(2.0 * steps).reshape(steps, 2))
    return Plan(0, (chunk,) * candidates)


def test_a_chunk_that_ends_before_stays_as_it_is_unless_it_is_held():
    plan = plan_of(3)
    assert up_to(plan, SECOND_NS, hold=False) is plan
    held = up_to(plan, SECOND_NS, hold=True)
    assert held.decided == 3
    actions = held.chunks[0].actions
    assert actions.shape == (10, 2)
    np.testing.assert_array_equal(actions[2:], np.tile([4.0, 5.0], (8, 1)))


def test_a_longer_chunk_is_cut_and_wholly_the_policys():
    cut = up_to(plan_of(30), SECOND_NS, hold=True)
    assert (cut.decided, cut.chunks[0].actions.shape) == (None, (10, 2))


def test_a_chunk_of_just_the_horizon_is_whole():
    plan = plan_of(10)
    assert up_to(plan, SECOND_NS, hold=True) is plan


def test_a_horizon_between_two_steps_keeps_both():
    assert len(up_to(plan_of(30), 250_000_000, hold=False).chunks[0].actions) == 3


def test_all_candidates_are_treated_alike():
    held = up_to(plan_of(3, candidates=2), SECOND_NS, hold=True)
    assert [len(chunk.actions) for chunk in held.chunks] == [10, 10]
