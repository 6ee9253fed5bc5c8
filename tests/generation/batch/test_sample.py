"""What lies in the folder of a rollout: its films, its streams, and what is told of them."""

import hashlib
import json

import numpy as np
import pytest

from physai_sim.datasets.lerobot.clips import frame_count
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.datasets.truth_streams import StreamReader, stream_file
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.generation.source.from_bag import from_bag
from physai_sim.generation.source.from_dataset import from_dataset


@pytest.fixture(scope="module")
def folder(made):
    return made.out / "samples" / made.rollouts[0].name


@pytest.fixture(scope="module")
def outputs(folder):
    return json.loads((folder / "sample_outputs.json").read_text())


def test_its_files_are_those_that_are_listed_with_their_digests(folder, outputs):
    for name, digest in outputs["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert set(outputs["files"]) == {
        "captions/front_camera.json",
        "vision.mp4",
        "truth/front_camera.depth.parquet",
        "truth/front_camera.flow.parquet",
    }


def test_films_streams_and_states_have_as_many_frames(folder, outputs):
    assert outputs["frames"] == len(outputs["state_hashes"]) == 4
    assert frame_count(folder / "vision.mp4") == 4
    for stream in ("depth", "flow"):
        assert len(StreamReader(folder / f"truth/front_camera.{stream}.parquet")) == 4


def test_streams_have_the_stamps_of_frames_and_the_last_flow_leads_nowhere(folder):
    rows = list(StreamReader(folder / "truth/front_camera.flow.parquet").rows())
    assert [(index, stamp) for index, stamp, _ in rows] == [
        (k, k * 1_000_000_000 // 12) for k in range(4)
    ]
    assert all(np.isfinite(flow).all() for _, _, flow in rows[:-1])
    assert np.isnan(rows[-1][2]).all()


def test_it_says_where_it_comes_from_and_what_was_checked(outputs):
    provenance = outputs["provenance"]
    assert provenance["source"] == "simulated"
    assert provenance["by"].endswith("resim")
    assert provenance["details"]["expansion"] == "appearance: night+clear+dry"
    assert outputs["checks"]["videos"] == "each of 1 has 4 frames"


def test_variants_of_looks_have_the_states_of_each_other_and_other_pictures(made):
    one, other = (
        json.loads(
            (made.out / "samples" / made.rollouts[k].name / "sample_outputs.json").read_text()
        )
        for k in (0, 1)
    )
    assert one["state_hashes"] == other["state_hashes"]
    assert one["files"]["vision.mp4"] != other["files"]["vision.mp4"]


def test_the_dataset_has_a_row_for_each_frame_and_the_streams_in_their_place(made):
    dataset = LeRobotDataset(made.out / "dataset")
    assert dataset.fps == 12
    columns = dataset.columns(0)
    assert len(columns["action"]) == 4
    assert list(columns["next.done"]) == [False, False, False, True]
    assert len(list(dataset.frames(0, "observation.images.front_camera"))) == 4
    file = stream_file(dataset.folder, "front_camera", "depth", 0)
    kept = made.out / "samples" / made.rollouts[0].name / "truth/front_camera.depth.parquet"
    assert file.read_bytes() == kept.read_bytes()


def test_a_row_has_the_action_that_holds_from_its_frame_on(made, recording):
    source = load_episode(recording / "bags/episode_000")
    rows = LeRobotDataset(made.out / "dataset").columns(0)["action"]
    control_hz = source.facts.control_hz
    for k, row in enumerate(rows):
        assert np.allclose(row, source.actions[k * control_hz // 12], atol=1e-6)


def test_the_bag_is_an_episode_of_its_own_world(made):
    episode = load_episode(made.out / "bags" / made.rollouts[0].name)
    assert episode.lost is None
    assert episode.outcome.reason == "rollout_ended"
    assert episode.facts.provenance["details"]["sample"] == made.rollouts[0].name


def test_a_rollout_is_a_source_too_in_the_world_that_its_arguments_tell(made):
    name = made.rollouts[1].name
    bag = made.out / "bags" / name
    told = json.loads((made.out / "samples" / name / "sample_args.json").read_text())
    source = from_bag(bag)
    assert source.config.hash() == told["config_hash"]
    assert source.config.scene.weather.rain > 0.0
    again = from_dataset(made.out / "dataset", 1)
    assert np.array_equal(again.actions, source.actions)
