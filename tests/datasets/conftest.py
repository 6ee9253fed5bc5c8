"""Bags for the tests of this folder: small real recordings with slow, fast and latched topics."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.messages.qos import DEFAULT, SENSOR, TF_STATIC
from physai_sim.messages.typestore import make_message

STEP_NS = 100_000_000


def record(folder: Path, steps: int = 100, *, pixels: int = 0) -> Path:
    """Record `steps` ticks of 10 Hz: a string and odometry each, and every tenth an image."""
    noise = np.random.default_rng(0).integers(0, 256, pixels, dtype=np.uint8)
    with BagWriter(folder) as writer:
        writer.add_topic("/tf_static", "tf2_msgs/msg/TFMessage", TF_STATIC)
        writer.add_topic("/says", "std_msgs/msg/String", DEFAULT)
        writer.add_topic("/odom", "nav_msgs/msg/Odometry", DEFAULT)
        writer.add_topic("/image", "sensor_msgs/msg/Image", SENSOR)
        writer.write("/tf_static", 0, make_message("tf2_msgs/msg/TFMessage"))
        for step in range(steps):
            stamp_ns = step * STEP_NS
            writer.write("/says", stamp_ns, make_message("std_msgs/msg/String", data=f"{step}"))
            odometry = make_message("nav_msgs/msg/Odometry", child_frame_id=f"{step}")
            writer.write("/odom", stamp_ns, odometry)
            if step % 10 == 0:
                image = make_message("sensor_msgs/msg/Image", width=step, data=noise)
                writer.write("/image", stamp_ns, image)
    return folder


@pytest.fixture
def record_bag() -> Callable[..., Path]:
    """Give the function that records a bag."""
    return record


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    """Give the folder of a whole bag: 10 s in 5 chunks."""
    return record(tmp_path / "run")


@pytest.fixture
def mcap_file(bag: Path) -> Path:
    """Give the MCAP file of `bag`."""
    return bag / "run_0.mcap"


@pytest.fixture
def says() -> Callable[..., list[str]]:
    """Give a function that lists what was said in a bag, in order."""
    from physai_sim.datasets.bag_reader import open_bag

    def said(path: Path) -> list[str]:
        with open_bag(path) as reader:
            if "/says" not in reader.topics:
                return []
            return list(_texts(reader.messages(["/says"])))

    return said


def _texts(messages: Iterator[object]) -> Iterator[str]:
    for recorded in messages:
        yield recorded.message.data
