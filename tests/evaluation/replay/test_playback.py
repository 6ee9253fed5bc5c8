import dataclasses

import numpy as np
import pytest

from physai_sim.core.errors import BagError
from physai_sim.core.types import ActionChunk
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.replay import playback
from physai_sim.evaluation.replay.described import describe
from physai_sim.evaluation.replay.playback import play_back
from physai_sim.evaluation.replay.variant import Variant, open_variants


class Remembers:
    """Stands still, and keeps all that it was shown."""

    needs_privileged = False

    def reset(self, *, spec, seed):
        self.seen, self.spec = [], spec

    def infer(self, observation):
        self.seen.append(observation)
        size = len(self.spec.action_low)
        return ActionChunk(observation.stamp_ns, self.spec.control_hz, np.zeros((1, size)))


class Asks(Remembers):
    needs_privileged = True


def play(bag, variants, **options):
    with open_bag(bag) as reader:
        (found,) = play_back(reader, describe(reader, [load_episode(bag)]), variants, **options)
    return found


def test_a_policy_decides_on_a_recording_what_it_decided_in_the_run(short_run, policy_file):
    _, folder, _ = short_run
    with open_variants(f"{policy_file}:Dice", []) as variants:
        found = play(folder / "episode_000", variants)
    actions = np.array(found.decided[0].actions)
    # What was recorded is what was commanded, after the robot's own clipping and rounding.
    np.testing.assert_allclose(actions, found.episode.actions, atol=1e-15)
    assert found.decided[0].stamps_ns == found.episode.action_stamps_ns.tolist()
    assert found.faults == ()


def test_every_sensor_is_there_at_every_stamp_and_truth_where_it_is_asked_for_alone(short_run):
    _, folder, _ = short_run
    plain, privileged = Remembers(), Asks()
    found = play(folder / "episode_000", [Variant(plain), Variant(privileged)])
    assert len(plain.seen) == len(privileged.seen) == len(found.episode.actions)
    for observation in plain.seen:
        assert observation.sensors.keys() == found.described.spec.sensors.keys()
        assert observation.privileged is None
    assert all(observation.privileged for observation in privileged.seen)


def test_threads_and_their_plain_twin_show_equal_observations(short_run):
    _, folder, _ = short_run
    plain, threaded = Remembers(), Remembers()
    play(folder / "episode_001", [Variant(plain)], threads=0)
    play(folder / "episode_001", [Variant(threaded)], threads=3)
    assert len(plain.seen) == len(threaded.seen) > 0
    for one, other in zip(plain.seen, threaded.seen, strict=True):
        assert one.stamp_ns == other.stamp_ns
        for name, reading in one.sensors.items():
            np.testing.assert_array_equal(reading, other.sensors[name])


def test_how_far_it_has_come_is_told(short_run):
    _, folder, _ = short_run
    shares = []
    play(folder / "episode_000", [Variant(Remembers())], on_step=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_an_episode_without_a_control_stamp_is_told_and_has_no_plans(short_run):
    _, folder, _ = short_run
    bag = folder / "episode_000"
    episode = load_episode(bag)
    none = np.zeros(0, dtype=np.int64)
    empty = dataclasses.replace(episode, action_stamps_ns=none, actions=np.zeros((0, 2)))
    with open_bag(bag) as reader:
        (described,) = describe(reader, [episode])
        both = [dataclasses.replace(described, episode=empty), described]
        first, second = play_back(reader, both, [Variant(Remembers())])
    assert [fault.kind for fault in first.faults] == ["empty"]
    assert (first.decided[0].plans, len(second.decided[0].plans) > 0) == ([], True)


@pytest.fixture
def without(short_run, monkeypatch):
    """`without(topic part)`: the bag of a run as if it lacked some topics."""
    _, folder, _ = short_run

    def open_(*parts):
        reader = open_bag(folder / "episode_000")
        kept = {t: kind for t, kind in reader.topics.items() if not any(p in t for p in parts)}
        monkeypatch.setattr(reader, "topics", kept)
        return reader, load_episode(folder / "episode_000")

    return open_


def test_a_policy_that_needs_truth_is_refused_where_there_is_none(without):
    reader, episode = without("privileged")
    with reader, pytest.raises(BagError, match=r"Asks: it needs ground truth.*/privileged"):
        list(play_back(reader, describe(reader, [episode]), [Variant(Asks())]))


def test_a_sensor_that_was_not_recorded_is_told_and_lacks_in_observations(without):
    reader, episode = without("joint_states")
    policy = Remembers()
    with reader:
        (found,) = play_back(reader, describe(reader, [episode]), [Variant(policy)])
    (fault,) = found.faults
    assert (fault.kind, fault.topic) == ("absent", "joint_state")
    assert "joint_state" not in policy.seen[0].sensors


def test_an_image_that_cannot_be_decoded_leaves_the_one_before_and_is_counted(
    short_run, monkeypatch
):
    _, folder, _ = short_run
    calls = []

    class Broken:
        def result(self):
            raise BagError("an image that cannot be decoded")

    def moments(*arguments):
        for moment in original(*arguments):
            calls.append(moment)
            if len(calls) == 3:
                name = next(n for n in moment.readings if "camera" in n)
                moment.readings[name] = Broken()
            yield moment

    original = playback.moments
    monkeypatch.setattr(playback, "moments", moments)
    policy = Remembers()
    found = play(folder / "episode_000", [Variant(policy)])
    (fault,) = found.faults
    assert (fault.kind, fault.count) == ("unreadable", 1)
    np.testing.assert_array_equal(
        policy.seen[2].sensors[fault.topic], policy.seen[1].sensors[fault.topic]
    )


@pytest.mark.parametrize("short_run", ["lane_curve"], indirect=True)
def test_a_bag_of_ours_that_went_by_another_clock_gives_the_same_decisions(
    short_run, by_wall_clock, policy_file, tmp_path
):
    bag = short_run[1] / "episode_000"
    wall = by_wall_clock(bag, tmp_path / "wall", real_time_factor=0.5, waits_ms=[30.0])
    found = []
    for recorded in (bag, wall):
        sees = Asks()
        with open_variants(f"{policy_file}:Dice", []) as variants:
            found.append((play(recorded, [*variants, Variant(sees)]), sees))
    (first, saw), (second, sees) = found
    assert second.faults == first.faults == ()
    np.testing.assert_array_equal(second.decided[0].actions, first.decided[0].actions)
    assert [o.stamp_ns for o in sees.seen] == [o.stamp_ns for o in saw.seen]
    for here, there in zip(sees.seen, saw.seen, strict=True):
        for name, reading in there.sensors.items():
            np.testing.assert_array_equal(here.sensors[name], reading)
