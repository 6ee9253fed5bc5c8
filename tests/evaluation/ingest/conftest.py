"""Recordings of another system, made message by message."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.messages import parts
from physai_sim.messages.qos import DEFAULT
from physai_sim.messages.typestore import make_message, typestore

STEP_NS = 100_000_000
WALL_NS = 1_790_000_000_000_000_000


def odometry(stamp_ns, numbers, *, parent="odom", child="base_link"):
    return parts.odometry(make_message, stamp_ns, numbers, parent=parent, child=child)


def straight(count, *, speed_mps=5.0):
    """Rows of odometry of a car that drives along x, one each 0.1 s."""
    rows = np.zeros((count, 13))
    rows[:, 0] = 0.1 * speed_mps * np.arange(count)
    rows[:, 6], rows[:, 7] = 1.0, speed_mps
    return rows


def stamped(type_name, stamp_ns, **fields):
    head = parts.header(make_message, stamp_ns, fields.pop("frame", ""))
    return make_message(type_name, header=head, **fields)


def drive(stamp_ns, steering, speed):
    command = make_message(
        "ackermann_msgs/msg/AckermannDrive", steering_angle=steering, speed=speed
    )
    return stamped("ackermann_msgs/msg/AckermannDriveStamped", stamp_ns, drive=command)


def twist(speed, turn):
    return parts.twist(make_message, (speed, 0, 0), (0, 0, turn))


def serialised(message):
    return bytes(typestore().serialize_cdr(message, message.__msgtype__))


def write_bag(folder, messages, *, empty=()):
    """A bag of (topic, logged stamp [ns], message or (type, bytes)); `empty` topics with types."""
    with BagWriter(Path(folder)) as writer:
        for topic, type_name in empty:
            writer.add_topic(topic, type_name, DEFAULT)
        seen = set()
        for topic, logged_ns, message in messages:
            raw = isinstance(message, tuple)
            if topic not in seen:
                seen.add(topic)
                writer.add_topic(topic, message[0] if raw else message.__msgtype__, DEFAULT)
            data = message[1] if raw else serialised(message)
            writer.write_serialised(topic, logged_ns, data)
    return Path(folder)


def car_messages(count=20, *, start_ns=WALL_NS):
    """Odometry and Ackermann commands of a car, recorded a millisecond after their stamps."""
    found = []
    for number, row in enumerate(straight(count)):
        stamp = start_ns + number * STEP_NS
        found.append(("/odom", stamp + 10**6, odometry(stamp, row)))
        found.append(("/drive", stamp + 2 * 10**6, drive(stamp, 0.1, 5.0)))
    return found


@pytest.fixture(name="write_bag", scope="session")
def _write_bag():
    """Writes a bag of messages."""
    return write_bag


@pytest.fixture(scope="session")
def say():
    """Makes messages of another system: odometry, commands, poses."""
    return SimpleNamespace(
        car=car_messages,
        drive=drive,
        odometry=odometry,
        serialised=serialised,
        stamped=stamped,
        straight=straight,
        twist=twist,
        wall_ns=WALL_NS,
    )


@pytest.fixture
def car_bag(tmp_path):
    """The folder of a recording of another system's car: 2 s."""
    return write_bag(tmp_path / "car", car_messages())
