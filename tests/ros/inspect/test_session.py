import threading
import time

import pytest

from physai_sim.ros.inspect.session import LiveError, connected

DOMAIN = 50


@pytest.mark.slow
def test_we_are_there_as_a_hidden_node_and_leave_nothing_behind(live):
    assert live.node.get_name().startswith("_physai_")
    live.settle(lambda: "/lab/robot" in live.node.get_fully_qualified_node_names())
    assert "/lab/robot" in live.node.get_fully_qualified_node_names()


@pytest.mark.slow
def test_discovery_is_over_at_once_when_what_is_sought_is_there(live):
    live.settle()
    start = time.monotonic()
    live.settle(lambda: True)
    assert time.monotonic() - start < 0.2


@pytest.mark.slow
def test_discovery_is_over_when_it_is_quiet_and_not_before_somebody_is_there(monkeypatch, robot):
    monkeypatch.setenv("ROS_DOMAIN_ID", str(DOMAIN))
    with connected(60.0) as live:
        live.settle()
        assert live.node.get_fully_qualified_node_names().count("/lab/robot") == 1


@pytest.mark.slow
def test_a_wait_ends_with_what_is_waited_for_or_with_its_time(live):
    event = threading.Event()
    threading.Timer(0.2, event.set).start()
    assert live.spin_until(event.is_set, 30.0)
    assert not live.spin_until(lambda: False, 0.05)
    assert live.spin_until(lambda: True, 0.0)


def test_a_domain_that_does_not_exist_cannot_be_joined(monkeypatch):
    monkeypatch.setenv("ROS_DOMAIN_ID", "many")
    with pytest.raises(LiveError, match=r"cannot join the ROS domain: .*many"), connected(0.1):
        pytest.fail("joined")


@pytest.mark.slow
def test_an_error_within_still_takes_the_node_away(monkeypatch, robot):
    monkeypatch.setenv("ROS_DOMAIN_ID", str(DOMAIN))
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt), connected(0.1):
        raise KeyboardInterrupt
    assert threading.active_count() <= before
