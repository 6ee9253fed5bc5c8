"""Are the stamps of a bag whole multiples of their periods, and does time only go forward?"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from physai_sim.core.timing import stamp_of
from physai_sim.datasets.bag_reader import BagMessage
from physai_sim.datasets.episode_recorder import START_NS
from physai_sim.doctor._recordings import Recording, recordings
from physai_sim.doctor.base import REINSTALL, Finding
from physai_sim.messages import parts, topics


class Clock:
    """Stamps are exact multiples of their periods, and headers and /clock agree with them."""

    remedy = REINSTALL

    def run(self) -> Finding:
        """See `Check`."""
        ticks = 0
        for world, recording in recordings():
            fault = _fault(recording)
            if fault is not None:
                return Finding("FAIL", f"{world}: {fault}")
            ticks += len(recording.on(topics.CLOCK.name))
        return Finding("ok", f"/clock ticked {ticks} times; every stamp is where its rate says")


def _fault(recording: Recording) -> str | None:
    spec = recording.spec
    rates = {topics.CLOCK.name: spec.control_hz}
    for sensor in spec.sensors.values():
        rates[topics.sensor_topic(sensor, spec).name] = sensor.rate_hz
    for topic in recording.topics:
        items = recording.on(topic)
        stamps = [item.stamp_ns for item in items]
        if any(later <= earlier for earlier, later in itertools.pairwise(stamps)):
            return f"{topic}: time stands still or goes back"
        if any(_told_ns(item) not in (None, item.stamp_ns) for item in items):
            return f"{topic}: a message tells another time than it was recorded at"
        if topic in rates and not _on_time(stamps, rates[topic]):
            return f"{topic}: a stamp is no multiple of 1/{rates[topic]} s"
    return None


def _told_ns(item: BagMessage) -> int | None:
    """The time that a message itself tells; None where it tells none."""
    if item.topic == topics.CLOCK.name:
        return parts.stamp_ns(item.message.clock)
    header = getattr(item.message, "header", None)
    return None if header is None else parts.stamp_ns(header.stamp)


def _on_time(stamps: Sequence[int], hz: int) -> bool:
    return bool(stamps) and all(
        stamp == START_NS + stamp_of(index, hz) for index, stamp in enumerate(stamps)
    )
