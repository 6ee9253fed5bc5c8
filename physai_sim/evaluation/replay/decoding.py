"""Turns recorded messages into readings: ahead of time in threads, or when they are needed.

Both ways give the same readings in the same order; threads only change when the work is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol

import cv2

from physai_sim.core.errors import BagError
from physai_sim.core.sensor_types import SensorSpec
from physai_sim.datasets.bag_sources import SerialisedMessage
from physai_sim.datasets.bag_types import decode_message
from physai_sim.messages.pictures import picture_from
from physai_sim.messages.sensors import Reading, reading_from


class Pending(Protocol):
    """A reading that may still be decoded."""

    def result(self) -> Reading:
        """The reading; whatever decoding raises."""


class Decode(Protocol):
    """Starts to decode the message of a sensor."""

    def __call__(self, sensor: SensorSpec, message: SerialisedMessage) -> Pending:
        """The reading to be."""


def decoded(sensor: SensorSpec, message: SerialisedMessage) -> Reading:
    """The reading in a recorded message.

    Raises:
        BagError: If it is none of this sensor.
    """
    try:
        found = decode_message(message.data, message.type_name, message.definition)
        reading = picture_from(found) if sensor.kind == "rgb" else reading_from(sensor, found)
    except (cv2.error, ValueError, LookupError, TypeError, AttributeError) as error:
        what = f"no reading of this sensor: {type(error).__name__}: {error}"
        raise BagError(what, where=sensor.name, got=message.type_name) from None
    if reading.shape != sensor.shape:
        what, expected = "a reading of another size", str(sensor.shape)
        raise BagError(what, where=sensor.name, got=reading.shape, expected=expected)
    return reading


class Later:
    """A reading that is decoded when it is first asked for."""

    def __init__(self, sensor: SensorSpec, message: SerialisedMessage) -> None:
        self._sensor, self._message = sensor, message
        self._reading: Reading | None = None

    def result(self) -> Reading:
        """The reading; decoding it again where that failed fails again."""
        if self._reading is None:
            self._reading = decoded(self._sensor, self._message)
        return self._reading


@contextmanager
def decoding(threads: int) -> Iterator[Decode]:
    """Decode in some threads, or with 0 in the caller's when a reading is asked for.

    Decoding JPEG gives up the interpreter's lock, so that threads use several cores.
    """
    if not threads:
        yield Later
        return
    pool = ThreadPoolExecutor(threads, thread_name_prefix="decode")

    def submit(sensor: SensorSpec, message: SerialisedMessage) -> Pending:
        return pool.submit(decoded, sensor, message)

    try:
        yield submit
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
