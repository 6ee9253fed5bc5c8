"""A policy plays through its queue: asked when a chunk runs out, and only then."""

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.core.errors import ActionError, PolicyError
from physai_sim.core.protocols import EndEpisode
from physai_sim.core.types import ActionChunk, Observation
from physai_sim.envs.player import Player, make_policy, open_policy, succeeds


class Scripted:
    """Chunks of `size` actions whose first number counts; keeps what it was shown."""

    needs_privileged = False

    def __init__(self, size, hz=10):
        self.size, self.hz, self.seen, self.seeds = size, hz, [], []

    def reset(self, *, spec, seed):
        self.spec = spec
        self.seeds.append(seed)

    def infer(self, observation):
        self.seen.append(observation)
        actions = np.zeros((self.size, 2))
        actions[:, 1] = np.arange(self.size) * 0.001
        return ActionChunk(observation.stamp_ns, self.hz, actions)


@pytest.fixture
def play(open_session):
    def play_(policy, steps=12):
        session = open_session("lane_curve", cameras=False, privileged=policy.needs_privileged)
        player = Player(policy, session.spec)
        player.reset(7)
        observation, actions = session.reset(0), []
        for _ in range(steps):
            actions.append(player.act(observation))
            observation = session.step(actions[-1]).observation
        return np.array(actions)

    return play_


def test_a_chunk_is_played_to_its_end_before_the_next_is_asked_for(play):
    policy = Scripted(4)
    actions = play(policy)
    assert [o.stamp_ns for o in policy.seen] == [0, 400_000_000, 800_000_000]
    assert actions[:, 1].tolist() == [0.0, 0.001, 0.002, 0.003] * 3


def test_a_chunk_at_another_rate_is_played_by_time(play):
    policy = Scripted(4, hz=20)
    assert play(policy, 4)[:, 1].tolist() == [0.0, 0.002, 0.0, 0.002]


def test_a_policy_that_asks_for_no_ground_truth_gets_none(play):
    policy = Scripted(1)
    play(policy)
    assert len(policy.seen) == 12
    assert all(observation.privileged is None for observation in policy.seen)


def test_reset_passes_the_seed_and_forgets_the_chunk(open_session):
    session = open_session("lane_curve", cameras=False)
    policy = Scripted(100)
    player = Player(policy, session.spec)
    for seed in (1, 2):
        player.reset(seed)
        player.act(session.reset(0))
    assert policy.seeds == [1, 2]
    assert len(policy.seen) == 2


@pytest.mark.parametrize("actions", [np.zeros((1, 3)), np.zeros(2), np.full((1, 2), np.nan)])
def test_a_wrong_chunk_is_refused(actions, play):
    policy = Scripted(1)
    policy.infer = lambda observation: ActionChunk(observation.stamp_ns, 10, actions)
    with pytest.raises(ActionError):
        play(policy, 1)


def test_a_policy_gives_back_what_it_holds_also_after_an_error(policy_file):
    def use():
        with open_policy(f"{policy_file}:Closes") as policy:
            used.append(policy)
            raise ZeroDivisionError

    used = []
    with pytest.raises(ZeroDivisionError):
        use()
    assert used[0].closed == 1


def test_a_policy_that_holds_nothing_needs_no_close(policy_file):
    with open_policy(f"{policy_file}:Still") as policy:
        assert not hasattr(policy, "close")


def test_a_policy_that_fails_to_close_is_named(policy_file):
    with (
        pytest.raises(PolicyError, match=r"FailsToClose\.close .*RuntimeError: stuck"),
        open_policy(f"{policy_file}:FailsToClose"),
    ):
        pass


@pytest.mark.parametrize("wish", ["keep", "discard", "stop"])
def test_the_wish_to_end_an_episode_goes_through(open_session, wish):
    class Wishes(Scripted):
        def infer(self, observation):
            raise EndEpisode(wish)

    session = open_session("lane_curve", cameras=False)
    player = Player(Wishes(1), session.spec)
    player.reset(0)
    with pytest.raises(EndEpisode) as ended:
        player.act(session.reset(0))
    assert ended.value.wish == wish


def test_a_policy_that_plays_a_file_is_handed_it(monkeypatch):
    class Plays(Scripted):
        def __init__(self, file="none"):
            super().__init__(1)
            self.file = file

    monkeypatch.setattr(registry, "find", lambda family, name, where: Plays)
    assert make_policy("plays:some/file.npz").file == "some/file.npz"
    assert make_policy("plays:a:b").file == "a:b"
    assert make_policy("plays").file == "none"


def test_a_policy_that_plays_no_file_says_so_in_a_line():
    with pytest.raises(PolicyError, match=r"ExpertReach.* takes no arguments"):
        make_policy("expert_reach:policy.npz")


def test_an_episode_succeeds_as_its_task_says(open_session):
    policy = make_policy("expert_reach")
    session = open_session("reach", cameras=False, privileged=True)
    assert succeeds(session, Player(policy, session.spec), 0)
    short = open_session("reach", "time_limit_s=0.2", cameras=False, privileged=True)
    assert not succeeds(short, Player(policy, short.spec), 0)


class Undecided(Scripted):
    """Holds three futures possible, of which the first is what it would play."""

    def candidates(self, observation):
        first = self.infer(observation)
        return [first, *(ActionChunk(first.start_ns, first.hz, first.actions + k) for k in (1, 2))]


def test_candidates_are_asked_for_where_they_are_wanted_alone(play, open_session):
    spec = open_session("lane_curve", cameras=False).spec
    observation = Observation(0, {}, "", None)
    wanting = Player(Undecided(3), spec, candidates=True)
    first = wanting.act(observation)
    assert len(wanting.candidates) == 3
    assert wanting.candidates[0] is wanting.asked
    plain = Player(Undecided(3), spec)
    np.testing.assert_array_equal(plain.act(observation), first)
    assert plain.candidates == (plain.asked,)


@pytest.mark.parametrize(
    ("others", "fault"),
    [
        ([ActionChunk(0, 10, np.zeros((2, 2)))], "another rate or length"),
        ([ActionChunk(0, 20, np.zeros((3, 2)))], "another rate or length"),
        ([ActionChunk(0, 10, np.full((3, 2), np.inf))], "not finite"),
        ([None], "no action chunk"),
        (None, "no action chunk"),
    ],
)
def test_candidates_that_are_not_alike_are_refused(open_session, others, fault):
    policy = Scripted(3)
    first = policy.infer(Observation(0, {}, "", None))
    policy.candidates = lambda _: [] if others is None else [first, *others]
    spec = open_session("lane_curve", cameras=False).spec
    with pytest.raises(ActionError, match=fault):
        Player(policy, spec, candidates=True).act(Observation(0, {}, "", None))
