"""`recorder_node`: writes what is said on topics into a rosbag2 (MCAP), byte by byte as it came.

Parameters: `out`, the bag's folder; `overwrite`, whether an earlier bag there is replaced;
`topics`, those to record, all if ['']; `exclude`, those to leave out, with `*` and `?`;
`lossless`, whether slow writing holds publishers back rather than losing messages.

A message goes by its own stamp where it has one, else by `/clock`; what is stamped
by the wall's clock among simulated ones (`/diagnostics`) goes by `/clock` too.
"""

from __future__ import annotations

import shutil
import struct
import sys
import threading
import time
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any

from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy

from physai_sim.core.errors import ConfigError, PhysAIError, UnknownNameError
from physai_sim.core.timing import NS_PER_S
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.messages.qos import QosProfile
from physai_sim.messages.topics import CLOCK
from physai_sim.ros.make import message_class
from physai_sim.ros.profiles import lossless, rclpy_profile
from physai_sim.ros.running import run_node

LOOK_S = 0.05
LEFT_OUT = ("/rosout", "/parameter_events", "*/transition_event")
"""What programs say about themselves, at times that no two runs share."""
ANOTHER_TIME_NS = 3600 * NS_PER_S
"""A stamp that far ahead of the clock is of another clock [ns]."""
_STAMP = struct.Struct("<iI")
_HEADER = 4


class RecorderNode(Node):
    """Subscribes to every topic as it appears."""

    def __init__(self) -> None:
        super().__init__("recorder")
        self.exit_code: int | None = None
        self.heard_at_s = time.monotonic()
        out = str(self.declare_parameter("out", "").value)
        overwrite = bool(self.declare_parameter("overwrite", False).value)  # noqa: FBT003
        self._wanted = {t for t in self.declare_parameter("topics", [""]).value if t}
        self._left_out = {t for t in self.declare_parameter("exclude", list(LEFT_OUT)).value if t}
        self._lossless = bool(self.declare_parameter("lossless", True).value)  # noqa: FBT003
        self._lock, self._now_ns = threading.Lock(), 0
        self._topics: set[str] = set()
        self._bag = BagWriter(_prepared(out, overwrite=overwrite))
        self._look()
        self._timer = self.create_timer(LOOK_S, self._look, clock=_steady())
        self.get_logger().info(f"recording into {out}")

    def _look(self) -> None:
        """Subscribe to what is new; to ticks last, so that who counts on us knows we hear all."""
        found = [t for t in self.get_topic_names_and_types() if self._is_wanted(*t)]
        for name, (type_name, *_) in sorted(found, key=lambda item: item[0].endswith("/tick")):
            if name not in self._topics:
                self._subscribe(name, type_name)

    def _is_wanted(self, name: str, types: list[str]) -> bool:
        if (
            any(fnmatch(name, pattern) for pattern in self._left_out)
            or "/_action/" in name
            or (self._wanted and name not in self._wanted)
        ):
            return False
        return bool(types) and bool(self.count_publishers(name))

    def _subscribe(self, name: str, type_name: str) -> None:
        offered = _offered(self.get_publishers_info_by_topic(name))
        self._topics.add(name)
        try:
            with self._lock:
                self._bag.add_topic(name, type_name, offered)
        except UnknownNameError as error:
            self.get_logger().warning(f"{name} is not recorded: {error}")
            return
        kind = message_class(type_name)
        stamped = next(iter(kind.get_fields_and_field_types().values()), "") == "std_msgs/Header"
        profile = lossless(offered) if self._lossless else rclpy_profile(offered)
        is_clock = name == self.resolve_topic_name(CLOCK.name)
        callback = partial(self._record, name, stamped=stamped, is_clock=is_clock)
        self.create_subscription(kind, name, callback, profile, raw=True)

    def _record(self, name: str, data: bytes, *, stamped: bool, is_clock: bool) -> None:
        own_ns = 0
        if (stamped or is_clock) and len(data) >= _HEADER + _STAMP.size:
            second, nanosec = _STAMP.unpack_from(data, _HEADER)
            own_ns = second * NS_PER_S + nanosec
        with self._lock:
            if is_clock:
                self._now_ns = own_ns
            elif self._now_ns and own_ns > self._now_ns + ANOTHER_TIME_NS:
                own_ns = 0
            try:
                self._bag.write_serialised(name, max(0, own_ns or self._now_ns), data)
            except PhysAIError as error:
                self.get_logger().fatal(str(error))
                self.exit_code = 2
        self.heard_at_s = time.monotonic()

    def close(self) -> None:
        """Finish the bag."""
        with self._lock:
            self._bag.close()
        self.destroy_node()


def _prepared(out: str, *, overwrite: bool) -> Path:
    """The bag's folder; an earlier bag there is removed if that is wished."""
    if not out:
        raise ConfigError("no folder was given", where="out", expected="the folder of a bag")
    folder = Path(out)
    if overwrite and (folder / "metadata.yaml").is_file():
        shutil.rmtree(folder)
    return folder


def _offered(infos: list[Any]) -> QosProfile:
    """One profile that fits all publishers of a topic."""
    profiles: list[QoSProfile] = [info.qos_profile for info in infos]
    reliable = all(p.reliability == ReliabilityPolicy.RELIABLE for p in profiles)
    latched = all(p.durability == DurabilityPolicy.TRANSIENT_LOCAL for p in profiles)
    return QosProfile(
        reliability="reliable" if reliable and profiles else "best_effort",
        durability="transient_local" if latched and profiles else "volatile",
        depth=max((p.depth for p in profiles), default=0) or 10,
    )


def _steady() -> Any:
    from rclpy.clock import Clock
    from rclpy.clock_type import ClockType

    return Clock(clock_type=ClockType.STEADY_TIME)


def main(args: list[str] | None = None) -> int:
    """Run the node; gives the exit code."""
    return run_node(RecorderNode, args, "recorder")


if __name__ == "__main__":
    sys.exit(main())
