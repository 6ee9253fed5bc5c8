"""Episodes of bags, to be played again: bit for bit what was recorded."""

import json

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import BagError, ConfigError
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.run import run
from physai_sim.evaluation.run_request import RunRequest
from physai_sim.generation.resimulation import open_session, play_again
from physai_sim.generation.source.from_bag import from_bag


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "out"
    config = load_world("push", ["time_limit_s=0.4"])
    run(RunRequest(config, config.expert, 1, 5, out), progress=lambda *_: None)
    return out / "episode_000"


def test_it_is_played_again_to_the_bit(recorded):
    source, episode = from_bag(recorded), load_episode(recorded)
    session, seen = open_session(source), []
    hz = source.config.rates.control_hz
    play_again(
        session, source, hz=hz, frames=None, on_frame=lambda s, _: seen.append(s.step_truth())
    )
    session.close()
    cube = [[*now.bodies["cube"].pose_in_world.position_m] for now in seen]
    assert np.array_equal(np.array(cube), episode.tracks["cube"][:, :3])


def test_its_world_is_found_in_run_json_although_it_was_changed_by_settings(recorded):
    assert from_bag(recorded).config.time_limit_s == 0.4


def test_without_run_json_the_settings_must_be_told_again(recorded, tmp_path):
    alone = tmp_path / "alone" / "deep" / "er" / "bag"
    alone.mkdir(parents=True)
    for file in recorded.iterdir():
        (alone / file.name).write_bytes(file.read_bytes())
    with pytest.raises(ConfigError, match="give the same --set"):
        from_bag(alone)
    assert from_bag(alone, ["time_limit_s=0.4"]).config.time_limit_s == 0.4


def test_a_folder_that_is_no_bag_is_refused(tmp_path):
    with pytest.raises(BagError):
        from_bag(tmp_path)


def test_run_json_of_another_world_is_not_taken_for_it(recorded, tmp_path):
    bag = tmp_path / "bag"
    bag.mkdir()
    for file in recorded.iterdir():
        (bag / file.name).write_bytes(file.read_bytes())
    told = json.loads((recorded.parent / "run.json").read_text())
    told["config"]["time_limit_s"] = 9.0
    (tmp_path / "run.json").write_text(json.dumps(told))
    with pytest.raises(ConfigError, match="not to be found"):
        from_bag(bag)


def test_a_bag_that_is_cut_off_does_not_pass_for_a_shorter_episode(recorded, tmp_path):
    bag = tmp_path / recorded.name
    bag.mkdir()
    for file in recorded.iterdir():
        data = file.read_bytes()
        is_whole = file.suffix != ".mcap"
        (bag / file.name).write_bytes(data if is_whole else data[: int(0.7 * len(data))])
    with pytest.raises(BagError, match="the end of this recording is missing"):
        from_bag(bag, ["time_limit_s=0.4"])
