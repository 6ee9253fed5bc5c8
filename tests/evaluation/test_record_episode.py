import pytest
from rosbags.rosbag2 import Reader

from physai_sim.core.errors import PolicyError
from physai_sim.envs.player import Player, make_policy
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.record_episode import EpisodeFiles, record_episode


@pytest.fixture
def record(open_session, policy_file, short, tmp_path):
    """Records an episode of reach; gives its files."""

    def call(policy="Still", on_step=lambda *_: None, **options):
        session = open_session("reach", *short, record_contacts=True)
        player = Player(make_policy(f"{policy_file}:{policy}"), session.spec)
        files = EpisodeFiles(tmp_path / "bag", tmp_path / "video.mp4")
        record_episode(session, player, files, seed=2, raw_images=False, on_step=on_step)
        return files

    return call


def test_each_step_is_told_and_the_last_one_with_its_outcome(record):
    told = []
    record(on_step=lambda step, outcome: told.append((step, outcome)))
    assert told == [*((step, "") for step in range(1, 6)), (6, "time_limit")]


def test_an_interruption_closes_the_bag_with_its_outcome_and_the_video(record, tmp_path):
    def stop(step, outcome):
        if step == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record(on_step=stop)
    episode = load_episode(tmp_path / "bag")
    assert (episode.outcome.reason, episode.outcome.steps) == ("interrupted", 3)
    assert len(episode.stamps_ns) == 4
    assert (tmp_path / "video.mp4").is_file()


def test_an_error_of_the_policy_closes_the_bag_without_an_outcome(record, tmp_path):
    with pytest.raises(PolicyError):
        record("RaisesInInfer")
    with Reader(tmp_path / "bag") as bag:
        assert bag.message_count > 20
    episode = load_episode(tmp_path / "bag")
    assert episode.outcome is None
    assert episode.lost is None


def test_a_policy_that_fails_at_reset_leaves_no_bag(record, tmp_path):
    with pytest.raises(PolicyError):
        record("RaisesInReset")
    assert not (tmp_path / "bag").exists()
