import pytest

from physai_sim import rosless
from physai_sim.doctor import live
from physai_sim.doctor.base import examined


@pytest.fixture
def without_ros(monkeypatch):
    monkeypatch.setattr(rosless, "has_ros", lambda: False)


def test_a_message_goes_through(without_ros, monkeypatch):
    monkeypatch.setattr(live, "_buffer_bytes", lambda: 16_777_216)
    line = examined("live")
    assert line.finding.mark == "ok"
    assert "Cyclone DDS" in line.finding.found


def test_a_loopback_that_carries_nothing_fails(without_ros, monkeypatch):
    monkeypatch.setattr(live, "_message_takes", lambda: None)
    assert examined("live").failed


@pytest.mark.parametrize(("size", "mark"), [(212_992, "note"), (16_777_216, "ok"), (None, "ok")])
def test_small_socket_buffers_are_worth_a_note(without_ros, monkeypatch, size, mark):
    monkeypatch.setattr(live, "_message_takes", lambda: 0.001)
    monkeypatch.setattr(live, "_buffer_bytes", lambda: size)
    assert examined("live").finding.mark == mark


@pytest.mark.parametrize(
    ("rmw", "mark"), [("rmw_cyclonedds_cpp", "ok"), ("rmw_fastrtps_cpp", "note"), ("", "note")]
)
def test_another_middleware_is_warned_of(monkeypatch, rmw, mark):
    monkeypatch.setattr(rosless, "has_ros", lambda: True)
    monkeypatch.setenv("RMW_IMPLEMENTATION", rmw)
    finding = examined("live").finding
    assert finding.mark == mark
    assert mark == "ok" or "RMW_IMPLEMENTATION=rmw_cyclonedds_cpp" in finding.found
