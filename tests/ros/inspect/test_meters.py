import pytest

from physai_sim.ros.inspect.meters import BandwidthMeter, DelayMeter, RateMeter

MS = 1_000_000


def test_the_rate_is_that_of_the_mean_interval():
    meter = RateMeter(100)
    for stamp in (0, 40, 100, 150, 200):
        meter.add(stamp * MS, 0)
    report = meter.report(0)
    assert report["rate_hz"] == pytest.approx(20.0)
    assert (report["min_s"], report["max_s"], report["window"]) == (0.04, 0.06, 4)
    assert report["std_dev_s"] == pytest.approx(0.00707, abs=1e-5)
    assert RateMeter.text(report) == (
        "average rate: 20.000\n\tmin: 0.040s max: 0.060s std dev: 0.00707s window: 4"
    )


def test_one_message_has_no_rate():
    meter = RateMeter(100)
    assert meter.report(0) is None
    meter.add(0, 0)
    assert meter.report(0) is None


def test_only_the_window_counts():
    meter = RateMeter(2)
    for stamp in (0, 1000, 1010, 1020):
        meter.add(stamp * MS, 0)
    assert meter.report(0)["rate_hz"] == pytest.approx(100.0)


def test_a_clock_that_jumps_back_begins_anew():
    meter = RateMeter(100)
    for stamp in (5000, 6000, 0, 10):
        meter.add(stamp * MS, 0)
    assert meter.report(0)["rate_hz"] == pytest.approx(100.0)


def test_equal_stamps_are_infinitely_often():
    meter = RateMeter(100)
    meter.add(5, 0)
    meter.add(5, 0)
    assert meter.report(0)["rate_hz"] == float("inf")


def test_the_delay_is_the_mean_age():
    meter = DelayMeter(10)
    assert meter.report(0) is None
    for age in (10, 30):
        meter.add(age * MS, 0)
    report = meter.report(0)
    assert report["delay_s"] == pytest.approx(0.02)
    assert DelayMeter.text(report).startswith("average delay: 0.020\n\tmin: 0.010s max: 0.030s")


def test_the_bandwidth_counts_from_the_first_message_of_the_window():
    meter = BandwidthMeter(2)
    meter.add(999_999, 0)
    assert meter.report(1000 * MS) is None
    meter.add(1000, 1000 * MS)
    meter.add(3000, 2000 * MS)
    report = meter.report(3000 * MS)
    assert report["bytes_per_s"] == pytest.approx(2000.0)
    assert BandwidthMeter.text(report) == (
        "2.00 KB/s from 2 messages\n\tMessage size mean: 2.00 KB min: 1.00 KB max: 3.00 KB"
    )
