import pytest

from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.play_episode import is_whole


@pytest.fixture(name="two_seeds", scope="module")
def _two_seeds(play_run, tmp_path_factory):
    """Folder and metrics of a run whose seeds do not follow each other."""
    folder = tmp_path_factory.mktemp("seeds") / "run"
    return folder, play_run(folder, "reach", episodes=2, seed=4, later_seeds=(9,))


def test_each_episode_is_played_with_the_seed_that_is_given_for_it(two_seeds):
    folder, metrics = two_seeds
    assert metrics["seeds"] == [4, 9]
    assert load_episode(folder / "episode_001").facts.seed == 9


def test_an_episode_is_whole_only_as_that_of_its_own_seed_world_and_draw(two_seeds, request_of):
    folder, _ = two_seeds
    request = request_of("reach", folder)
    config_hash = request.config.hash()
    files = request.files(1)
    assert is_whole(files, (9, config_hash, {}))
    assert not is_whole(files, (8, config_hash, {}))
    assert not is_whole(files, (9, "another", {}))
    assert not is_whole(files, (9, config_hash, {"time_limit_s": 1.0}))
    assert not is_whole(request.files(2), (9, config_hash, {}))
