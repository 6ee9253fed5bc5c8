import json
import re

import pytest

pytestmark = pytest.mark.slow

DOMAIN = 42


def test_the_rate_of_a_topic_is_printed(ask):
    done = ask("topic", "hz", "/lab/odom", "--once")
    assert (done.code, done.err) == (0, "")
    found = re.fullmatch(
        r"average rate: ([\d.]+)\n"
        r"\tmin: [\d.]+s max: [\d.]+s std dev: [\d.]+s window: \d+\n",
        done.out,
    )
    assert float(found[1]) == pytest.approx(20.0, rel=0.25)


def test_the_rate_by_stamps_is_that_of_the_publishers_clock(ask):
    report = json.loads(ask("topic", "hz", "/lab/odom", "--clock", "--once", "--json").out)
    assert report["rate_hz"] == pytest.approx(20.0, rel=0.25)
    assert report["min_s"] <= report["max_s"]


def test_the_window_limits_what_counts(ask):
    report = json.loads(ask("topic", "hz", "/lab/odom", "--window", "5", "--once", "--json").out)
    assert report["window"] == 5


def test_the_bandwidth_of_a_topic_is_printed(ask):
    done = ask("topic", "bw", "/lab/scan", "--once")
    assert done.out.startswith("Subscribed to [/lab/scan]\n")
    assert re.search(r"[\d.]+ KB/s from \d+ messages\n\tMessage size mean: 1.26 KB min:", done.out)


def test_the_delay_of_a_topic_is_printed(ask):
    done = ask("topic", "delay", "/lab/odom", "--once", "--json")
    assert 0.0 < json.loads(done.out)["delay_s"] < 0.5


def test_silence_is_told_once(beside):
    meter = beside("topic", "hz", "/lab/name", "--timeout", "3.0")
    meter.sees("physai: no message came on /lab/name within 3.0 s")
    assert meter.ends() == 2
    assert meter.text.count("physai: no new messages") == 1


@pytest.mark.parametrize("words", [["hz", "--clock"], ["delay"]])
def test_messages_without_stamps_are_refused(told_off, words):
    text = told_off("topic", words[0], "/lab/name", *words[1:])
    assert "/lab/name: messages have no header, so no stamp, got 'String'" in text
