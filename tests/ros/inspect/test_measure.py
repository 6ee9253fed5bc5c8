import pytest
from rclpy.qos import QoSProfile
from std_msgs.msg import Header, String

from physai_sim.core.errors import ConfigError
from physai_sim.ros.inspect import measure
from physai_sim.ros.inspect.meters import BandwidthMeter, DelayMeter, RateMeter
from physai_sim.ros.inspect.receive import Request, Source, find_source

DOMAIN = 54


def _first(live, topic, meter, number, *, raw):
    source = find_source(live, Request(topic, latched=False), lambda line: None)
    found = measure.reports(live, source, meter, number, raw=raw, timeout_s=30.0)
    return next(report for report in found if report is not None)


@pytest.mark.slow
def test_rate_bandwidth_and_delay_are_measured(live):
    rate = _first(live, "/lab/odom", RateMeter(100), measure.receipt, raw=True)
    assert rate["rate_hz"] == pytest.approx(20.0, rel=0.3)
    band = _first(live, "/lab/scan", BandwidthMeter(100), measure.size, raw=True)
    assert band["mean_bytes"] > 1200
    delay = _first(live, "/lab/odom", DelayMeter(100), measure.age_by(live), raw=False)
    assert 0.0 < delay["delay_s"] < 1.0


@pytest.mark.slow
def test_a_second_without_messages_tells_nothing(live):
    source = find_source(live, Request("/lab/name", latched=False), lambda line: None)
    found = measure.reports(live, source, RateMeter(10), measure.receipt, raw=True)
    assert next(found) is None
    found.close()


def test_stamps_are_read_from_headers():
    header = Header()
    header.stamp.sec, header.stamp.nanosec = 3, 5

    class Stamped:
        def __init__(self):
            self.header = header

    assert measure.stamp(Stamped(), 0) == 3_000_000_005
    assert measure.size(b"abcd", 0) == 4
    assert measure.receipt(None, 7) == 7


def test_messages_without_headers_have_no_stamp():
    with pytest.raises(ConfigError, match="/t: messages have no header, so no stamp, got 'Strin"):
        measure.check_stamped(Source("/t", String, QoSProfile(depth=1)))
