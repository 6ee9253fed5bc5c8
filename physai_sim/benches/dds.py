"""What rclpy's API on Cyclone DDS carries between two processes of this machine."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from physai_sim import rosless

rosless.install()

import rclpy  # noqa: E402 - served from here on where there is no ROS
from example_interfaces.srv import AddTwoInts  # noqa: E402
from rclpy.executors import SingleThreadedExecutor  # noqa: E402
from rclpy.node import Node  # noqa: E402
from rclpy.task import Future  # noqa: E402
from sensor_msgs.msg import Image  # noqa: E402

from physai_sim.benches._dds_peer import PICTURES, SERVICE, TOPIC  # noqa: E402
from physai_sim.benches.base import Row  # noqa: E402

DOMAIN = 173
HZ = 30
QUIET_S = 3.0
"""So long nothing comes: the stream is over [s]."""


class Dds:
    """Pictures, requests and spins."""

    def run(self, *, quick: bool) -> list[Row]:
        """See `Bench`."""
        os.environ["ROS_DOMAIN_ID"] = str(DOMAIN)
        rclpy.init(args=[])
        node = Node("bench", start_parameter_services=False, enable_rosout=False)
        executor = SingleThreadedExecutor()
        executor.add_node(node)
        try:
            return [
                *_paced(node, executor, seconds=5 if quick else 60),
                _flat_out(node, executor, count=300 if quick else 2000),
                _aging(executor, spins=1000 if quick else 10_000),
                _service(node, executor, calls=200 if quick else 2000),
            ]
        finally:
            executor.shutdown()
            node.destroy_node()
            rclpy.shutdown()


def _paced(node: Node, executor: SingleThreadedExecutor, *, seconds: int) -> list[Row]:
    sent = seconds * HZ
    seen = _received(node, executor, hz=HZ, count=sent)
    delays = sorted(delay for _, delay, _ in seen)
    p99 = delays[min(len(delays) - 1, int(0.99 * len(delays)))] if delays else None
    note = f"640x480 rgb8 at {HZ} Hz for {seconds} s, reliable, depth 5; publish to callback"
    median = statistics.median(delays) if delays else None
    return [
        Row(
            "vga_30hz_lost",
            float(sent - len({n for n, _, _ in seen})),
            "messages",
            0.0,
            "==",
            note,
        ),
        Row("vga_30hz_median_ms", median, "ms", 4.0, "<=", note),
        Row("vga_30hz_p99_ms", p99, "ms", 20.0, "<=", note),
    ]


def _flat_out(node: Node, executor: SingleThreadedExecutor, *, count: int) -> Row:
    seen = _received(node, executor, hz=0, count=count)
    span_s = (seen[-1][2] - seen[0][2]) / 1e9 if len(seen) > 1 else 0.0
    rate = (len(seen) - 1) / span_s if span_s else None
    note = f"{len(seen)} of {count} received; depth 5 lets the newest win"
    return Row("vga_flat_out_per_s", rate, "1/s", 250.0, ">=", note)


def _received(
    node: Node, executor: SingleThreadedExecutor, *, hz: int, count: int
) -> list[tuple[int, float, int]]:
    """Number, delay [ms] and time of arrival [ns] of each picture that came."""
    seen: list[tuple[int, float, int]] = []

    def on_image(image: Image) -> None:
        now_ns, stamp = time.time_ns(), image.header.stamp
        sent_ns = stamp.sec * 1_000_000_000 + stamp.nanosec
        seen.append((int(image.header.frame_id), (now_ns - sent_ns) / 1e6, time.monotonic_ns()))

    subscription = node.create_subscription(Image, TOPIC, on_image, PICTURES)
    with _peer("pictures", str(hz), str(count)) as process:
        last = time.monotonic()
        while len(seen) < count and (process.poll() is None or time.monotonic() - last < QUIET_S):
            before = len(seen)
            executor.spin_once(timeout_sec=0.2)
            last = time.monotonic() if len(seen) > before else last
    node.destroy_subscription(subscription)
    return seen


def _aging(executor: SingleThreadedExecutor, *, spins: int) -> Row:
    """Whether a spin costs more after many of them."""
    times = []
    for _ in range(spins):
        future: Future[Any] = Future(executor=executor)
        executor.create_task(future.set_result, True)  # noqa: FBT003 - the result
        begin = time.perf_counter_ns()
        executor.spin_until_future_complete(future)
        times.append(time.perf_counter_ns() - begin)
    tenth = spins // 10
    first, last = statistics.median(times[:tenth]), statistics.median(times[-tenth:])
    note = f"median of the last {tenth} spins of {spins} over that of the first {tenth}"
    return Row("future_spin_aging", last / first, "ratio", 1.3, "<=", note)


def _service(node: Node, executor: SingleThreadedExecutor, *, calls: int) -> Row:
    client = node.create_client(AddTwoInts, SERVICE)
    times = []
    with _peer("serve"):
        if client.wait_for_service(timeout_sec=20.0):
            for index in range(calls):
                begin = time.perf_counter_ns()
                future = client.call_async(AddTwoInts.Request(a=index, b=1))
                executor.spin_until_future_complete(future, timeout_sec=5.0)
                answer: Any = future.result()
                if answer is not None and answer.sum == index + 1:
                    times.append((time.perf_counter_ns() - begin) / 1e6)
    node.destroy_client(client)
    median = statistics.median(times) if times else None
    note = f"{len(times)} of {calls} calls answered, persistent executor"
    return Row("service_median_ms", median, "ms", 1.5, "<=", note)


@contextmanager
def _peer(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "physai_sim.benches._dds_peer", *arguments]
    process = subprocess.Popen(command, env={**os.environ, "ROS_DOMAIN_ID": str(DOMAIN)})
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
