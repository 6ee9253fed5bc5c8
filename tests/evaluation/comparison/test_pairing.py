import pytest

from physai_sim.core.errors import ResultsError
from physai_sim.evaluation.comparison.pairing import paired
from physai_sim.evaluation.comparison.scored import Scored, ScoredEpisode


def _result(*records, kind="run", world=None):
    episodes = tuple(
        ScoredEpisode(episode=number, metrics={}, **record)
        for number, record in enumerate(records)
    )
    return Scored(schema=2, episodes=episodes, kind=kind, world=world)


def _seeds(*seeds, **more):
    return [{"seed": seed, **more} for seed in seeds]


def test_runs_pair_by_world_and_seed_whatever_their_order():
    pairing = paired(
        _result(*_seeds(3, 1, 2), world="reach"), _result(*_seeds(1, 2, 3), world="reach")
    )
    assert pairing.by == "world and seed"
    assert [pair.name for pair in pairing.pairs] == [f"reach seed {n}" for n in (1, 2, 3)]
    assert [(pair.a.episode, pair.b.episode) for pair in pairing.pairs] == [(1, 0), (2, 1), (0, 2)]


def test_episodes_without_a_partner_are_named():
    pairing = paired(_result(*_seeds(1, 2, 10), world="w"), _result(*_seeds(2, 30), world="w"))
    assert [pair.name for pair in pairing.pairs] == ["w seed 2"]
    assert pairing.only_a == ("w seed 1", "w seed 10")
    assert pairing.only_b == ("w seed 30",)


def test_a_world_is_the_episodes_own_or_else_that_of_its_document():
    own = _result(*_seeds(1, world="push"), *_seeds(1, world="reach"))
    pairing = paired(own, _result(*_seeds(1), world="reach"))
    assert [(pair.a.episode, pair.b.episode) for pair in pairing.pairs] == [(1, 0)]


def test_suites_pair_by_run_and_seed_though_a_world_stands_in_two_runs():
    records = [*_seeds(1, 2, run="dry", world="w"), *_seeds(1, 2, run="wet", world="w")]
    pairing = paired(_result(*records, kind="suite"), _result(*records, kind="suite"))
    assert pairing.by == "run and seed"
    assert [p.name for p in pairing.pairs] == [
        *("dry seed 1", "dry seed 2", "wet seed 1", "wet seed 2")
    ]


def test_bags_of_others_pair_by_their_names_and_the_episode_in_each():
    a = _result({"bag": "/x/one"}, {"bag": "/x/one"}, {"bag": "/x/two"})
    b = _result({"bag": "/y/two"}, {"bag": "/y/one"}, {"bag": "/y/one"})
    pairing = paired(a, b)
    assert pairing.by == "bag and episode"
    assert [(p.name, p.a.episode, p.b.episode) for p in pairing.pairs] == [
        ("one episode 0", 0, 1),
        ("one episode 1", 1, 2),
        ("two episode 0", 2, 0),
    ]


def test_replays_pair_by_bag_though_their_seeds_are_known():
    a = _result({"seed": 1, "bag": "x"}, {"seed": 2, "bag": "y"}, kind="replay", world="w")
    b = _result({"seed": 2, "bag": "x"}, {"seed": 1, "bag": "y"}, kind="replay", world="w")
    assert paired(a, b).by == "bag and episode"


def test_a_seed_that_is_played_twice_is_told_apart_by_its_bag():
    a = _result({"seed": 1, "bag": "x"}, {"seed": 1, "bag": "y"}, world="w")
    assert paired(a, a).by == "bag and episode"


def test_what_cannot_be_paired_is_refused():
    with pytest.raises(ResultsError, match="cannot be paired"):
        paired(_result(*_seeds(1, 1), world="w"), _result(*_seeds(1), world="w"))
    with pytest.raises(ResultsError, match=r"same world and seed.*reach seed 1; push seed 1"):
        paired(_result(*_seeds(1), world="reach"), _result(*_seeds(1), world="push"))
    with pytest.raises(ResultsError):
        paired(_result(world="w"), _result(world="w"))
