import time

import pytest

from physai_sim.core.errors import UnknownNameError
from physai_sim.ros.inspect.publish import Request, published
from physai_sim.ros.inspect.session import LiveError

pytestmark = pytest.mark.slow

DOMAIN = 55


@pytest.fixture
def orders(robot, monkeypatch):
    heard = []
    [subscription] = [s for s in robot.subscriptions if s.topic_name == "/lab/order"]
    monkeypatch.setattr(subscription, "callback", lambda message: heard.append(message.data))
    return heard


def test_messages_go_out_at_their_rate_to_who_is_waited_for(live, orders):
    request = Request(
        "/lab/order",
        "std_msgs/String",
        "{data: go}",
        period_ns=50_000_000,
        times=5,
        subscriptions=1,
    )
    times = []
    for message in published(live, request, lambda line: None):
        assert message.data == "go"
        times.append(time.monotonic())
    assert len(times) == 5
    assert times[-1] - times[0] == pytest.approx(0.2, abs=0.1)
    live.spin_until(lambda: len(orders) == 5, 10.0)
    assert orders == ["go"] * 5


def test_who_does_not_come_in_time_is_told(live):
    request = Request("/lab/order", "std_msgs/String", "", subscriptions=3, timeout_s=0.2)
    notices = []
    with pytest.raises(LiveError, match=r"/lab/order: 1 subscription\(s\) within 0.2 s"):
        next(published(live, request, notices.append))
    assert notices == ["waiting for 3 subscription(s) of /lab/order"]


def test_another_type_than_the_topics_is_refused(live):
    request = Request("/lab/order", "std_msgs/Bool", "", times=1)
    with pytest.raises(UnknownNameError, match="/lab/order: is of another type"):
        next(published(live, request, lambda line: None))
