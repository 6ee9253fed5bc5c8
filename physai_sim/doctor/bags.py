"""Does a bag give back what was recorded into it?"""

from __future__ import annotations

import numpy as np

from physai_sim.datasets.episode_recorder import START_NS
from physai_sim.doctor._recordings import Recording, recordings
from physai_sim.doctor.base import REINSTALL, Finding
from physai_sim.messages import sensors, topics


class Bags:
    """Recorded readings come back from their bag with equal stamps and equal numbers."""

    remedy = REINSTALL

    def run(self) -> Finding:
        """See `Check`."""
        counts = []
        for world, recording in recordings():
            fault = recording.lost or _fault(recording)
            if fault is not None:
                return Finding("FAIL", f"{world}: {fault}")
            counts.append(f"{world} {len(recording.messages)}")
        return Finding("ok", f"written and read back alike; messages: {', '.join(counts)}")


def _fault(recording: Recording) -> str | None:
    spec = recording.spec
    for name, sensor in spec.sensors.items():
        topic = topics.sensor_topic(sensor, spec).name
        given = [sample for sample in recording.samples if sample.sensor == name]
        read = recording.on(topic)
        if [sample.stamp_ns + START_NS for sample in given] != [item.stamp_ns for item in read]:
            return f"{topic} has other stamps than were recorded"
        for sample, item in zip(given, read, strict=True):
            back = sensors.reading_from(sensor, item.message)
            # JPEG is near and not equal; an image of another size raises.
            if sensor.kind != "rgb" and not np.array_equal(sample.reading, back):
                return f"{topic} at {item.stamp_ns} ns has other numbers than were recorded"
    return None
