"""Which rollouts are made together."""

from pathlib import Path

from physai_sim.core.rollouts import Expansion, RolloutRequest
from physai_sim.generation.batch.batch_request import BatchRequest
from physai_sim.generation.batch.groups import SHARED, groups_of


def batch(rollouts, **changes):
    return BatchRequest(tuple(rollouts), Path("out"), **changes)


def looks(count, source="reach:0", **more):
    return [
        RolloutRequest(f"{source}_{k}", source, Expansion("appearance"), **more)
        for k in range(count)
    ]


def test_looks_of_a_source_share_a_pass_up_to_a_number():
    [(source, groups)] = groups_of(batch(looks(SHARED + 2))).items()
    assert source == "reach:0"
    assert [len(group.numbers) for group in groups] == [SHARED, 2]
    assert all(group.is_shared for group in groups)


def test_other_physics_other_rates_and_other_lengths_are_passes_of_their_own():
    alone = RolloutRequest("fast", "reach:0", Expansion("physics"))
    longer = looks(1, num_frames=9)
    found = groups_of(batch([*looks(2), alone, *longer]))["reach:0"]
    assert [(group.numbers, group.is_shared) for group in found] == [
        ((0, 1), True),
        ((2,), False),
        ((3,), True),
    ]


def test_no_process_is_left_without_a_group():
    assert len(groups_of(batch(looks(6), processes=3))["reach:0"]) == 3


def test_every_rollout_is_in_one_group():
    asked = batch([*looks(5), *looks(4, "push:1")], processes=2)
    numbers = [
        k for groups in groups_of(asked).values() for group in groups for k in group.numbers
    ]
    assert sorted(numbers) == list(range(9))


def test_nothing_is_shared_where_that_is_not_wanted():
    assert not any(
        group.is_shared for group in groups_of(batch(looks(2), shares=False))["reach:0"]
    )
