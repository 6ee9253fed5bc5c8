"""Bags to measure with: a drive with three cameras, and the same over and over as a long one."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import cast

from physai_sim.core.config import WorldConfig, load_world
from physai_sim.core.timing import NS_PER_S
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.datasets.bag_sources import SerialisedMessage
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.evaluation.run import run
from physai_sim.evaluation.run_request import RunRequest
from physai_sim.messages.topics import CLOCK, OUTCOME
from physai_sim.messages.typestore import typestore
from physai_sim.sensors.rgb_camera import RgbConfig

WORLD, SEED = "urban_loop", 3
CAMERAS = {"front_camera": 0.0, "left_camera": 60.0, "right_camera": -60.0}
_STAMP = struct.Struct("<iI")
_CDR_HEADER = 4
_STAMPED = ("std_msgs/msg/Header", "builtin_interfaces/msg/Time")


def three_cameras(seconds: float) -> WorldConfig:
    """A town seen by three cameras of 640x480 at 10 Hz, for so long at most."""
    size = ("sensors.front_camera.width_px=640", "sensors.front_camera.height_px=480")
    config = load_world(WORLD, [*size, f"time_limit_s={seconds}"])
    front = cast("RgbConfig", config.sensors["front_camera"])
    sideways = {
        name: front.model_copy(
            update={"mount": front.mount.model_copy(update={"look_at_m": (6.0, aside, 0.3)})}
        )
        for name, aside in CAMERAS.items()
        if aside
    }
    return config.model_copy(update={"sensors": {**config.sensors, **sideways}})


def record_drive(out: Path, seconds: float, *, raw: bool = False) -> Path:
    """Let the expert drive there, and give the bag."""
    config = three_cameras(seconds)
    request = RunRequest(
        config=config, policy=config.expert, episodes=1, seed=SEED, out=out, raw_images=raw
    )
    run(request, progress=lambda *_: None)
    return request.files(0).bag


def repeated(bag: Path, out: Path, *, least_bytes: int = 0, least_s: float = 0.0) -> Path:
    """The same recording over and over as one long one, in which time goes on.

    Args:
        bag: What is repeated.
        out: The bag that is made.
        least_bytes: Its size [bytes].
        least_s: Its length [s].
    """
    with open_bag(bag) as reader, BagWriter(out) as writer:
        messages = list(reader.serialised())
        for name, type_name in reader.topics.items():
            writer.add_topic(name, type_name, reader.qos[name])
        once = {name for name, qos in reader.qos.items() if qos.durability == "transient_local"}
        period_ns = messages[-1].stamp_ns - messages[0].stamp_ns + NS_PER_S // 10
        shift_ns = written = 0
        while written < least_bytes or shift_ns < least_s * NS_PER_S:
            for message in messages:
                if message.topic not in once or not (shift_ns or message.topic == OUTCOME.name):
                    data = _shifted(message, shift_ns)
                    writer.write_serialised(message.topic, message.stamp_ns + shift_ns, data)
                    written += len(data)
            shift_ns += period_ns
        last = [message for message in messages if message.topic == OUTCOME.name]
        for message in last:
            end_ns = message.stamp_ns + shift_ns - period_ns
            writer.write_serialised(message.topic, end_ns, bytes(message.data))
    return out


def _shifted(message: SerialisedMessage, shift_ns: int) -> bytes:
    """The message's bytes with a later stamp in its header."""
    data = bytearray(message.data)
    fields = typestore().fielddefs[message.type_name][1]
    stamped = bool(fields) and fields[0][1][1] in _STAMPED
    if stamped or message.topic == CLOCK.name:
        second, nanosec = _STAMP.unpack_from(data, _CDR_HEADER)
        later = divmod(second * NS_PER_S + nanosec + shift_ns, NS_PER_S)
        _STAMP.pack_into(data, _CDR_HEADER, *later)
    return bytes(data)
