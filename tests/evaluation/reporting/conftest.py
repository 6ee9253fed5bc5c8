import dataclasses
import html.parser

import numpy as np
import pytest

from physai_sim.core.geometry import Pose
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.messages import parts
from physai_sim.messages.qos import LATCHED, SENSOR
from physai_sim.messages.typestore import make_message

IMAGE, INFO = "/front_camera/image_raw", "/front_camera/camera_info"
NASTY = """</title><script>alert('1')</script> "quoted" & <img src=x onerror='alert(2)'>"""
VOID = {"meta", "link", "br", "img", "input"}
# Looks forward from 1 m above the base: x right, y down, z ahead.
FORWARD = Pose((0.0, 0.0, 1.0), (-0.5, 0.5, -0.5, 0.5))


@pytest.fixture(name="picture_bag")
def _picture_bag(tmp_path):
    """`picture_bag({stamp: grey})`: a bag of grey pictures 64 x 48 of a camera on a car."""

    def make(greys, *, encoding="rgb8"):
        with BagWriter(tmp_path / "pictures") as writer:
            writer.add_topic(IMAGE, "sensor_msgs/msg/Image", SENSOR)
            writer.add_topic(INFO, "sensor_msgs/msg/CameraInfo", SENSOR)
            writer.add_topic("/tf_static", "tf2_msgs/msg/TFMessage", LATCHED)
            writer.write("/tf_static", 0, _mounts())
            writer.write(INFO, 0, _info())
            for stamp, grey in greys.items():
                writer.write(IMAGE, stamp, _image(stamp, grey, encoding))
        return tmp_path / "pictures"

    return make


def _image(stamp, grey, encoding):
    return make_message(
        "sensor_msgs/msg/Image",
        header=parts.header(make_message, stamp, "lens"),
        height=48,
        width=64,
        encoding=encoding,
        is_bigendian=0,
        step=64 * 3,
        data=np.full(48 * 64 * 3, grey, np.uint8),
    )


def _info():
    return make_message(
        "sensor_msgs/msg/CameraInfo",
        header=parts.header(make_message, 0, "lens"),
        height=48,
        width=64,
        distortion_model="plumb_bob",
        d=np.zeros(5),
        k=np.array([50.0, 0, 32, 0, 50, 24, 0, 0, 1]),
    )


def _mounts():
    place = {"parent": "base_link", "child": "post"}
    turn = {"parent": "post", "child": "lens"}
    lift = Pose((0.0, 0.0, 0.4))
    rest = lift.inverse().compose(FORWARD)
    return make_message(
        "tf2_msgs/msg/TFMessage",
        transforms=[
            parts.transform(make_message, 0, lift, **place),
            parts.transform(make_message, 0, rest, **turn),
        ],
    )


@pytest.fixture(name="straight")
def _straight(drive):
    """Makes a car that drives along x at 5 m/s for one second, from an origin of its own."""

    def make(**changes):
        odometry = np.zeros((11, 13))
        odometry[:, 0] = 0.5 * np.arange(11)
        odometry[:, 6], odometry[:, 7] = 1.0, 5.0
        plain = {"odometry": {"ego": odometry}, "contacts": (), "start_ns": 1_000_000_000}
        return dataclasses.replace(drive(rows=11), **{**plain, **changes})

    return make


class _Page(html.parser.HTMLParser):
    """Collects tags with attributes and text, and checks that tags are closed in order."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts, self._open = [], [], []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


def _metric(value, reason="", **changes):
    plain = {"unit": "1", "better": "lower", "reason": reason, "parts": {}, "events": []}
    return {"value": value, **plain, **changes}


def _record_of(index, episode):
    outcome = episode.outcome
    hit = [{"stamp_ns": 4_000_000_000, "text": "front_left_wheel of ego hit kerb_12"}]
    parts = {"kerb": 1.0, "max_force_n": 90.0}
    return {
        "episode": index,
        "seed": episode.facts.seed,
        "bag": f"episode_{index:03d}",
        "video": None,
        "outcome": None if outcome is None else dataclasses.asdict(outcome),
        "lost": episode.lost,
        "metrics": {
            "collisions": _metric(1.0, events=hit, parts=parts),
            "duration": _metric(None, "the episode did not succeed", unit="s"),
        },
    }


def _run_of(episodes, **changes):
    records = [_record_of(index, episode) for index, episode in enumerate(episodes)]
    summary = {"mean": 1.0, "min": 1.0, "max": 1.0, "n": len(records), "unit": "1"}
    unknown = {"mean": None, "min": None, "max": None, "n": 0, "unit": "s"}
    run = {
        "schema": 1,
        "world": "made_by_hand",
        "instruction": "Do it.",
        "policy": "a_policy",
        "config_hash": "0123abcd",
        "renderer": "tiny",
        "seeds": [record["seed"] for record in records],
        "versions": {"python": "3.11.7", "physai_sim": "0.1.0"},
        "episodes": records,
        "aggregate": {
            "success_rate": {"value": 0.5, "low": 0.0945, "high": 0.9055, "n": 2},
            "metrics": {"collisions": summary, "duration": unknown},
        },
        "timing": {"wall_s": 12.3, "simulated_s": 26.0, "wall_per_simulated": 0.473},
    }
    return {**run, **changes}


def _evaluation_of(episodes):
    """What metrics.json of an evaluation holds; others made the recording, and it has faults."""
    run = _run_of(episodes)
    fault = {"kind": "out_of_order", "topic": "/odom", "count": 3, "text": NASTY}
    topics = {"/odom": {"type": "nav_msgs/msg/Odometry", "messages": 40, "hz": 20.0}}
    recording = {
        "bag": "a/drive_1",
        "storage": "mcap",
        "bytes": 3_000_000,
        "duration_s": 600.0,
        "messages": 123,
        "topics": topics,
        "lost": NASTY,
        "faults": [fault],
    }
    for record in run["episodes"]:
        record.update(outcome=None, faults=[fault])
        record["metrics"]["topic_rate"] = _metric(None, "no rate", group="system")
    unknown = {"mean": None, "min": None, "max": None, "n": 0, "unit": "1", "pooled": {"low": 1.0}}
    share = {"value": None, "low": 0.0, "high": 1.0, "n": 0}
    required = [
        {"text": "collisions==0", "value": 1.0, "ok": False, "reason": ""},
        {"text": NASTY, "value": None, "ok": False, "reason": NASTY},
    ]
    metrics = {**run["aggregate"]["metrics"], "topic_rate": unknown}
    return {
        "kind": "evaluate",
        "recordings": [recording],
        "episodes": run["episodes"],
        "unreadable": [{"bag": "b", "reason": NASTY}],
        "aggregate": {"success_rate": share, "metrics": metrics},
        "requirements": required,
        "timing": {"wall_s": 2.0, "recorded_s": 600.0, "times_real_time": 300.0},
        "versions": {},
    }


@pytest.fixture(scope="session")
def read_page():
    """Reads a page back, whose tags must be closed in order."""
    return _Page


@pytest.fixture(scope="session")
def run_of():
    """`run_of(episodes, policy="other")`: a run as metrics.json tells it."""
    return _run_of


@pytest.fixture(scope="session")
def evaluation_of():
    """`evaluation_of(episodes)`: the same of an evaluation of recordings that have faults."""
    return _evaluation_of


@pytest.fixture(scope="session")
def metric_of():
    """`metric_of(value, reason)`: a metric of an episode as metrics.json tells it."""
    return _metric


@pytest.fixture(scope="session")
def nasty():
    """Text that would be markup, a script or an attribute if it were not escaped."""
    return NASTY
