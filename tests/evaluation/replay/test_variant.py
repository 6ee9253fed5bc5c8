import numpy as np
import pytest

from physai_sim.core.errors import BagError, PolicyError
from physai_sim.core.protocols import EndEpisode
from physai_sim.core.types import ActionChunk
from physai_sim.evaluation.replay.perturbations import perturbation
from physai_sim.evaluation.replay.variant import Variant, open_variants


class Looks:
    """Answers the mean of its camera, for two steps; spoils what it was given."""

    needs_privileged = False

    def reset(self, *, spec, seed):
        self.told, self.seed = spec.instruction, seed

    def infer(self, observation):
        image = observation.sensors["front_camera"]
        actions = np.full((2, 2), image.mean() / 1000.0)
        image[:] = 0
        return ActionChunk(observation.stamp_ns, 10, actions)


class Ends(Looks):
    def infer(self, observation):
        raise EndEpisode("keep")


class Raises(Looks):
    def infer(self, observation):
        raise KeyError("rear_camera")


def play(variant, spec, observations):
    variant.begin(spec, 7)
    for one in observations:
        variant.see(one)
    return variant.decided


def test_a_policy_is_asked_when_its_chunk_runs_out_and_plays_it_in_between(spec, observation):
    found = play(Variant(Looks()), spec, [observation(k / 10, grey=10 * k) for k in range(5)])
    assert [plan.stamp_ns for plan in found.plans] == [0, 200_000_000, 400_000_000]
    assert [float(action[0]) for action in found.actions] == [0.0, 0.0, 0.02, 0.02, 0.04]


def test_what_one_policy_does_to_its_arrays_no_other_sees(spec, observation):
    shown = observation(0.0, grey=50)
    first = play(Variant(Looks()), spec, [shown])
    assert (shown.sensors["front_camera"] == 50).all()
    second = play(Variant(Looks()), spec, [shown])
    np.testing.assert_array_equal(first.actions[0], second.actions[0])


def test_a_perturbed_policy_senses_and_is_told_something_else(spec, observation):
    blind = Variant(Looks(), perturbation("drop=front_camera"))
    assert play(blind, spec, [observation(0.0)]).actions[0].tolist() == [0.0, 0.0]
    told = Variant(Looks(), perturbation("instruction=Stop."))
    play(told, spec, [observation(0.0)])
    assert told.policy.told == "Stop."


def test_a_policy_that_ends_the_episode_decides_no_more_in_it(spec, observation):
    variant = Variant(Ends())
    found = play(variant, spec, [observation(k / 10) for k in range(3)])
    assert (found.ended_ns, found.plans, found.actions) == (0, [], [])
    variant.begin(spec, 8)
    assert variant.decided.ended_ns is None


def test_a_policy_that_fails_is_named(spec, observation):
    with pytest.raises(PolicyError, match=r"Raises\.infer .*KeyError: 'rear_camera'"):
        play(Variant(Raises()), spec, [observation(0.0)])


def test_nothing_is_seen_before_an_episode_begins(observation):
    with pytest.raises(BagError, match="before its episode began"):
        Variant(Looks()).see(observation(0.0))


def test_each_perturbation_has_a_policy_of_its_own(policy_file):
    name, what = f"{policy_file}:Closes", perturbation("drop=speed")
    with open_variants(name, [what]) as (plain, changed):
        assert plain.policy is not changed.policy
        assert (plain.perturbation, changed.perturbation) == (None, what)
    assert (type(plain.policy).closed, type(changed.policy).closed) == (1, 1)
