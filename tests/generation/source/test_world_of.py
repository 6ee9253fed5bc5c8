"""Worlds of recordings are found by their hash alone."""

import json

import pytest

from physai_sim.core import paths
from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.generation.source.world_of import world_of


def test_the_file_of_its_name_is_its_world(tmp_path):
    config = load_world("reach")
    assert world_of(tmp_path, "reach", config.hash()) == config


@pytest.mark.parametrize("name", tuple(paths.available("worlds")))
def test_what_run_json_tells_of_a_world_is_the_world_again(name, tmp_path):
    config = load_world(name, ["time_limit_s=1.5"])
    told = {"config": config.model_dump(mode="json")}
    (tmp_path / "run.json").write_text(json.dumps(told))
    assert world_of(tmp_path / "bags" / "episode_000", name, config.hash()).hash() == config.hash()


def test_a_damaged_run_json_is_passed_over(tmp_path):
    (tmp_path / "run.json").write_text("{")
    config = load_world("reach")
    assert world_of(tmp_path, "reach", config.hash()) == config


def test_another_hash_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="not to be found"):
        world_of(tmp_path, "reach", "0" * 64)


def test_an_unknown_world_is_refused(tmp_path):
    with pytest.raises(UnknownNameError):
        world_of(tmp_path, "nowhere", "0" * 64)
