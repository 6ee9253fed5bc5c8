"""How long it takes from what is sensed to what is commanded."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.evaluation.episode import Episode, Stream
from physai_sim.evaluation.measures.log_times import SIMULATED, is_logged_in_own_stamps
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown
from physai_sim.messages.topics import TRUTH

SENSED = {
    *(f"sensor_msgs/msg/{kind}" for kind in ("Image", "CompressedImage", "PointCloud2", "Imu")),
    *(f"sensor_msgs/msg/{kind}" for kind in ("LaserScan", "JointState", "NavSatFix", "Range")),
    "nav_msgs/msg/Odometry",
}
COMMANDED = {
    "ackermann_msgs/msg/AckermannDriveStamped",
    "autoware_control_msgs/msg/Control",
    "control_msgs/msg/JointJog",
    "physai_msgs/msg/ActionChunk",
    "trajectory_msgs/msg/JointTrajectory",
}
# Velocities are sensed as well as commanded in this type; the names of commands say so.
EITHER, COMMAND_NAME = "geometry_msgs/msg/TwistStamped", re.compile("cmd|command|twist")


class CommandLatency(Metric):
    """Time from a sensor's message to the command that answers it, the median [ms].

    A command carries the stamp of what it answers. Its latency is the time that the recorder saw
    between the newest sensor message with this stamp that had come and the command. Parts:
    `p50_ms` and `p99_ms` over all commands, `answers` (how many carry such a stamp) and
    `unanswered_share` (of commands that carry none). Unknown where messages were recorded in
    simulated time.
    """

    group = "system"
    unit = "ms"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Where commands with stamps were recorded."""
        return bool(_streams(episode, commands=True))

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        commands, sensors = (_streams(episode, commands=kind) for kind in (True, False))
        if is_logged_in_own_stamps(episode):
            return unknown(SIMULATED)
        if not sensors:
            return unknown("no sensor messages with stamps were recorded")
        waits = _latencies_ns(sensors, commands)
        total = sum(len(stream.logged_ns) for stream in commands)
        if not len(waits):
            return unknown("no command carries the stamp of a sensor message")
        p50, p99 = (float(value) / 1e6 for value in np.percentile(waits, [50, 99]))
        share = 1.0 - len(waits) / total
        parts = {"p50_ms": p50, "p99_ms": p99, "answers": float(len(waits))}
        return MetricResult(p50, parts={**parts, "unanswered_share": share})


def _streams(episode: Episode, *, commands: bool) -> list[Stream]:
    """Streams of commands, or of sensors, whose messages carry stamps."""
    found = []
    for name, stream in sorted(episode.streams.items()):
        is_command = stream.type_name in COMMANDED or (
            stream.type_name == EITHER and COMMAND_NAME.search(name)
        )
        is_sensor = stream.type_name in SENSED and not name.startswith(TRUTH)
        if stream.stamps_ns is not None and (is_command if commands else is_sensor):
            found.append(stream)
    return found


def _latencies_ns(sensors: list[Stream], commands: list[Stream]) -> Array:
    """For each command with the stamp of a sensor message that had come: the time between [ns]."""
    stamps, logged = (_joined([*sensors, *commands], key) for key in ("stamps_ns", "logged_ns"))
    sensed = np.arange(len(stamps)) < sum(len(stream.logged_ns) for stream in sensors)
    order = np.lexsort((~sensed, logged, stamps))
    stamps, logged, sensed = stamps[order], logged[order], sensed[order]
    last = np.maximum.accumulate(np.where(sensed, np.arange(len(stamps)), -1))
    answers = ~sensed & (last >= 0) & (stamps == stamps[last]) & (stamps > 0)
    waits: Array = (logged - logged[last])[answers].astype(np.float64)
    return waits


def _joined(streams: list[Stream], key: str) -> NDArray[np.int64]:
    return np.concatenate([getattr(stream, key) for stream in streams])
