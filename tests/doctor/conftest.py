"""Recordings of the two worlds, in which a test may change what it likes."""

import dataclasses

import pytest

from physai_sim.doctor._recordings import recorded
from physai_sim.doctor.base import examined


@pytest.fixture(scope="session", params=["lane_curve", "reach"])
def recording(request):
    return recorded(request.param)


@pytest.fixture
def found(monkeypatch):
    """`found("qos", recording, topics=...)`: what a check says of a changed recording."""

    def look(check, recording, **changes):
        changed = dataclasses.replace(recording, **changes)
        monkeypatch.setattr(
            f"physai_sim.doctor.{check}.recordings", lambda: iter([("world", changed)])
        )
        return examined(check).finding

    return look


@pytest.fixture
def with_message():
    """`with_message(recording, topic, index, **fields)`: its messages, one of them changed."""

    def change(recording, topic, index, **fields):
        messages = list(recording.messages)
        place = [k for k, item in enumerate(messages) if item.topic == topic][index]
        messages[place] = dataclasses.replace(messages[place], **fields)
        return tuple(messages)

    return change
