"""Bags to a dataset: the frames and stamps of the bag, or a reason why not."""

import functools
import json
import shutil

import numpy as np
import pytest

from physai_sim.core.timing import stamp_of
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.evaluation.bag_export import export_bags
from physai_sim.evaluation.record import record

CAMERA, JOINTS, CONTACT = "/front_camera/image_raw/compressed", "/joint_states", "/contact"


@pytest.fixture(name="recorded", scope="module")
def _recorded(request_of, tmp_path_factory):
    """`recorded("reach", raw_images=True)`: two recorded episodes, only to be read."""

    @functools.cache
    def make(world="reach", **options):
        out = tmp_path_factory.mktemp("recorded") / "out"
        record(request_of(world, out, **options), progress=lambda *_: None)
        return sorted((out / "bags").iterdir())

    return make


@pytest.mark.parametrize("raw_images", [True, False])
@pytest.mark.parametrize("world", ["reach", "lane_curve"])
def test_frames_are_within_30_db_of_their_source_and_stamps_are_exact(
    world, raw_images, recorded, bag_images, psnr, tmp_path
):
    sources = recorded(world, raw_images=True)
    bags = sources if raw_images else recorded(world)
    done = export_bags(bags, tmp_path / "out", mode="new")
    assert done.refused is None
    dataset = LeRobotDataset(tmp_path / "out/dataset")
    for episode, source in enumerate(sources):
        rows = dataset.columns(episode)
        count = len(rows["timestamp"])
        assert (
            count == json.loads((tmp_path / "out/alignment.json").read_text())["bags"][0]["rows"]
        )
        stamps = np.arange(count) / dataset.fps
        assert np.array_equal(rows["timestamp"], stamps.astype(np.float32))
        for camera in dataset.cameras:
            times, images = bag_images(source, camera)
            assert times[:count] == [stamp_of(k, dataset.fps) for k in range(count)]
            frames = list(dataset.frames(episode, camera))
            assert len(frames) == count
            worst = min(psnr(a, b) for a, b in zip(frames, images, strict=False))
            assert worst >= 30.0


@pytest.fixture(name="dropped")
def _dropped(recorded, tmp_path):
    """`dropped({topic: [numbers]})`: a bag of reach, 6 steps at 10 Hz, without some messages."""

    def make(numbers):
        source, target = recorded()[0], tmp_path / "dropped"
        with open_bag(source) as bag, BagWriter(target) as writer:
            for name, kind in bag.topics.items():
                writer.add_topic(name, kind, bag.qos[name])
            seen = dict.fromkeys(bag.topics, -1)
            for item in bag.messages():
                seen[item.topic] += 1
                if seen[item.topic] not in numbers.get(item.topic, ()):
                    writer.write(item.topic, item.stamp_ns, item.message)
        return target

    return make


@pytest.fixture(name="report")
def _report(tmp_path):
    """The report of an export, and its streams by name."""

    def read():
        report = json.loads((tmp_path / "out/alignment.json").read_text(encoding="utf-8"))
        (bag,) = report["bags"]
        return report["accepted"], bag["faults"], {s["name"]: s for s in bag["streams"]}

    return read


def test_the_report_tells_skew_missing_and_drops_of_every_stream(recorded, report, tmp_path):
    done = export_bags(recorded()[:1], tmp_path / "out", mode="new")
    accepted, faults, streams = report()
    assert (done.refused, accepted, faults) == (None, True, [])
    assert set(streams) == {
        *("joint_state", "contact", "front_camera", "wrist_camera"),
        *("action", "reward", "success", "privileged"),
    }
    for name, stream in streams.items():
        assert stream["messages"] == (6 if name == "action" else 7), name
        assert (stream["drops"], stream["missing"], stream["fault"]) == (0, 0, None)
        assert (stream["skew_mean_ms"], stream["skew_max_ms"]) == (0.0, 0.0)
        assert stream["rate_hz"] == 10
        assert 99.9 < stream["limit_ms"] < 100.0
    assert done.fit == "greatest skew 0.000 ms, 0 messages dropped, 0 missing in rows"


def test_dropped_messages_are_counted_for_their_stream_and_refused(dropped, report, tmp_path):
    bag = dropped({CAMERA: [2, 3], JOINTS: [0], CONTACT: [5]})
    done = export_bags([bag], tmp_path / "out", mode="new")
    accepted, faults, streams = report()
    assert not accepted
    assert not (tmp_path / "out/dataset").exists()
    assert done.rows == 0
    camera, joints = streams["front_camera"], streams["joint_state"]
    assert (camera["messages"], camera["drops"], camera["missing"]) == (5, 2, 0)
    assert camera["skew_max_ms"] == pytest.approx(200.0)
    assert camera["skew_mean_ms"] == pytest.approx((100.0 + 200.0) / 6)
    assert (joints["messages"], joints["drops"], joints["missing"]) == (6, 1, 1)
    assert streams["contact"]["drops"] == 1
    assert (streams["wrist_camera"]["drops"], streams["action"]["drops"]) == (0, 0)
    assert [fault.partition(":")[0] for fault in faults] == [
        "joint_state",
        "contact",
        "front_camera",
    ]
    assert "joint_state: missing in 1 rows (and 2 more, see" in done.refused


def test_what_the_threshold_allows_is_exported_with_the_newest_reading(
    dropped, bag_images, psnr, report, tmp_path
):
    bag = dropped({CAMERA: [2, 3]})
    assert export_bags([bag], tmp_path / "out", mode="new", max_skew_ms=199.0).refused
    done = export_bags([bag], tmp_path / "out", mode="overwrite", max_skew_ms=200.0)
    assert done.fit == "greatest skew 200.000 ms, 2 messages dropped, 0 missing in rows"
    accepted, _, streams = report()
    assert accepted
    assert streams["front_camera"]["drops"] == 2
    camera = "observation.images.front_camera"
    frames = list(LeRobotDataset(tmp_path / "out/dataset").frames(0, camera))
    _, images = bag_images(bag, camera)
    held = [images[index] for index in (0, 1, 1, 1, 2, 3)]
    assert min(psnr(a, b) for a, b in zip(frames, held, strict=True)) >= 30.0


@pytest.mark.parametrize("topic", ["action", "reward", "success", "privileged"])
def test_a_row_that_lacks_its_action_or_its_truth_is_refused(topic, dropped, report, tmp_path):
    name = f"/sim/ground_truth/{topic}"
    done = export_bags([dropped({name: [3]})], tmp_path / "out", mode="new", max_skew_ms=1e6)
    accepted, faults, streams = report()
    assert (accepted, streams[topic]["drops"]) == (False, 1)
    assert faults[0].startswith(f"{name}: missing at 1 of ")
    assert faults[0] in done.refused


def test_a_bag_that_was_cut_off_is_refused_with_what_it_lost(recorded, report, tmp_path):
    whole = recorded("reach", settings=("time_limit_s=5.0",))[0]  # three chunks of 2 s
    bag = shutil.copytree(whole, tmp_path / "cut")
    mcap = next(bag.glob("*.mcap"))
    mcap.write_bytes(mcap.read_bytes()[: mcap.stat().st_size * 3 // 4])
    done = export_bags([bag], tmp_path / "out", mode="new")
    accepted, faults, streams = report()
    assert not accepted
    assert faults[0].startswith("damaged: ")
    assert faults[1] == "the episode did not come to its end"
    assert 20 <= streams["front_camera"]["messages"] < 51
    assert "damaged: " in done.refused


def test_an_episode_that_claims_to_be_endless_is_refused_at_once(recorded, report, tmp_path):
    source = recorded()[0]
    with open_bag(source) as bag, BagWriter(tmp_path / "endless") as writer:
        for name, kind in bag.topics.items():
            writer.add_topic(name, kind, bag.qos[name])
        for item in bag.messages():
            if item.topic == "/sim/ground_truth/outcome":
                item.message.data = item.message.data.replace('"steps":6', '"steps":600000000000')
            writer.write(item.topic, item.stamp_ns, item.message)
    export_bags([tmp_path / "endless"], tmp_path / "out", mode="new")
    accepted, faults, _ = report()
    assert not accepted
    assert "/sim/ground_truth/action: missing at 2 of 8 control stamps" in faults
