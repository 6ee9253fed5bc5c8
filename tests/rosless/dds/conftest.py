"""Participants, and ends of a topic that hold text."""

import time

import pytest
from rclpy.qos import QoSProfile

from physai_sim.rosless.dds.participant import Participant
from physai_sim.rosless.dds.reader import Reader
from physai_sim.rosless.dds.writer import Writer
from physai_sim.rosless.interfaces import codec, get_class


class Place:
    """A participant with writers and readers of `std_msgs/msg/String`."""

    def __init__(self, domain):
        self.participant = Participant(domain)
        self.text = get_class("std_msgs/msg/String")
        self.codec = codec(self.text)

    def writer(self, topic="rt/text", profile=None, **options):
        profile = profile or QoSProfile(depth=10)
        return Writer(self.participant, topic, self.codec.idl_type, profile, **options)

    def reader(self, topic="rt/text", profile=None, **options):
        profile = profile or QoSProfile(depth=10)
        return Reader(self.participant, topic, self.codec.idl_type, profile, **options)

    def bytes_of(self, text):
        return self.codec.serialize(self.text(data=text))

    def texts(self, reader):
        """All texts that a reader holds."""
        return [self.codec.deserialize(taken.data).data for taken in iter(reader.take, None)]


@pytest.fixture
def join(own_domain):
    """`join()`: a new place in the domain, or in the one that is named."""
    opened = []

    def enter(domain=own_domain):
        opened.append(Place(domain))
        return opened[-1]

    yield enter
    for place in opened:
        place.participant.close()


@pytest.fixture
def place(join):
    return join()


@pytest.fixture
def wait_until():
    """Wait until something is true; fails where it does not become so."""

    def wait(condition, *, seconds=20):
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "it did not come about in time"
            time.sleep(0.01)

    return wait
