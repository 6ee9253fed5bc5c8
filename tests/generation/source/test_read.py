"""What a person names as sources."""

import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, PhysAIError
from physai_sim.evaluation.record import record
from physai_sim.evaluation.run_request import RunRequest
from physai_sim.generation.resimulation import concrete
from physai_sim.generation.source.read import read_source, read_sources, world_behind


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    out, config = tmp_path_factory.mktemp("recording") / "run", load_world("reach")
    record(RunRequest(config, config.expert, 2, 0, out), progress=lambda *_: None)
    return out


def test_a_run_a_dataset_and_a_bag_stand_for_their_episodes(recording):
    dataset, bags = recording / "dataset", recording / "bags"
    both = [f"{dataset}:0", f"{dataset}:1"]
    assert read_sources(str(recording)) == read_sources(str(dataset)) == both
    assert read_sources(f"{recording}:1") == both[1:]
    assert read_sources(str(bags)) == [str(bags / f"episode_00{k}") for k in range(2)]
    assert read_sources(str(bags / "episode_001")) == [str(bags / "episode_001")]


def test_a_world_is_named_with_a_seed_or_a_span_of_seeds():
    assert read_sources("reach") == ["reach:0"]
    assert read_sources("reach:4") == ["reach:4"]
    assert read_sources("reach:4-6") == ["reach:4", "reach:5", "reach:6"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("reech:1", "did you mean 'reach'"),
        ("reach:x", "no number of an episode"),
        ("reach:-1", "no number of an episode"),
        ("reach:5-3", "an empty span"),
        ("reach:0-999999999", "too many episodes"),
        ("", "a source without a name"),
        ("nowhere/at/all", "nowhere/at/all"),
    ],
)
def test_what_is_no_source_is_refused_in_one_line(name, said):
    with pytest.raises(PhysAIError, match=said) as refused:
        read_sources(name)
    assert "\n" not in str(refused.value)


def test_folders_without_episodes_are_refused(tmp_path):
    with pytest.raises(PhysAIError, match="neither a bag nor a dataset"):
        read_sources(str(tmp_path))
    with pytest.raises(PhysAIError, match="no dataset is here"):
        read_sources(f"{tmp_path}:0")


def test_a_span_that_goes_on_beyond_a_dataset_is_refused_as_a_whole(recording):
    name = f"{recording / 'dataset'}:0-99"
    with pytest.raises(PhysAIError, match="no such episode, got 99"):
        read_sources(name)


def test_an_episode_is_the_same_from_its_bag_its_dataset_and_its_seed(recording):
    sources = [
        read_source(name)
        for name in (f"{recording / 'dataset'}:1", str(recording / "bags/episode_001"), "reach:1")
    ]
    assert {source.seed for source in sources} == {1}
    assert all((source.actions == sources[0].actions).all() for source in sources)
    worlds = [world_behind(name) for name in (f"{recording / 'dataset'}:1", "reach:1")]
    assert worlds[0] == worlds[1] == concrete(sources[0])


def test_a_file_of_samples_is_no_source(tmp_path):
    path = tmp_path / "samples.json"
    path.write_text("{}")
    with pytest.raises(ConfigError, match="files of samples go with --spec"):
        read_sources(str(path))
