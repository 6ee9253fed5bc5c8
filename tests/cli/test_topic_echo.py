import json
import signal

import pytest

pytestmark = pytest.mark.slow

DOMAIN = 41


def test_a_message_is_printed_as_yaml_with_the_quality_of_service_of_its_publisher(ask):
    done = ask("topic", "echo", "/lab/odom", "--once")  # best effort
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("header:\n  stamp:\n    sec: ")
    assert done.out.endswith("---\n")
    assert "child_frame_id: base_link\n" in done.out


def test_a_late_joiner_gets_the_latched_message(ask):
    done = ask("topic", "echo", "/lab/name", "--once")
    assert done.out == "data: arm of the laboratory\n---\n"


def test_a_wish_for_another_durability_is_respected(told_off):
    words = ("--once", "--qos-durability", "volatile", "--timeout", "1.0")
    text = told_off("topic", "echo", "/lab/name", *words)
    assert "no message came on /lab/name within 1.0 s" in text


def test_a_part_of_a_message_is_printed_alone(ask):
    options = ("--once", "--field")
    assert ask("topic", "echo", "/lab/odom", *options, "child_frame_id").out == "base_link\n---\n"
    assert ask("topic", "echo", "/lab/odom", *options, "pose.covariance[0]").out == "0.25\n---\n"
    frame = ask("topic", "echo", "/lab/odom", *options, "header", "--flow-style").out
    assert "frame_id: odom}" in frame


def test_long_arrays_are_cut_off_unless_the_whole_is_asked_for(ask):
    scan = ("topic", "echo", "/lab/scan", "--once")
    assert ask(*scan).out.count(".inf") == 128
    assert ask(*scan, "-l", "3").out.count(".inf") == 3
    assert ask(*scan, "--full-length").out.count(".inf") == 300
    assert "ranges: '<sequence type: float, length: 300>'\n" in ask(*scan, "--no-arr").out


def test_json_holds_the_whole_message_in_a_line(ask):
    done = ask("topic", "echo", "/lab/scan", "--once", "--json")
    assert done.out.count("\n") == 1
    assert json.loads(done.out)["ranges"] == ["Infinity"] * 300


def test_values_are_printed_between_commas(ask):
    done = ask("topic", "echo", "/lab/odom", "--once", "--csv", "--field", "pose.covariance")
    assert done.out.startswith("0.25,0.0,0.0,")
    assert len(done.out.split(",")) == 36


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["/lab/odom", "--field", "pos.x"], "Odometry: no such field, got 'pos'; did you mean"),
        (["/lab/odom", "--field", "a..b"], "not a path of fields, got 'a..b'"),
        (["/lab/odom", "--once", "--field", "pose.covariance[36]"], "no such element, got 36"),
        (["/lab/odom", "std_msgs/String"], "/lab/odom: is of another type, got 'std_msgs/msg/St"),
        (["/lab/odom", "std_msgs/Strin"], "unknown message type, got 'std_msgs/msg/Strin'"),
        (["/lab/odom", "--qos-reliability", "relable"], "no such reliability, got 'relable'; did"),
        (["/lab/odom", "--qos-profile", "sensor"], "no such QoS profile, got 'sensor'"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(told_off, words, says):
    assert says in told_off("topic", "echo", *words)


def test_a_topic_that_is_not_there_is_waited_for_with_a_notice(ask, beside):
    listener = beside("topic", "echo", "/later", "--once")
    listener.sees("physai: waiting for the topic /later")
    done = ask("topic", "pub", "/later", "std_msgs/String", "{data: at last}", "--once")
    assert done.code == 0
    listener.sees("data: at last")
    assert listener.ends() == 0


def test_a_topic_that_does_not_come_in_time_is_an_error(ask):
    done = ask("topic", "echo", "/never", "--timeout", "0.3", "--spin-time", "0.3")
    assert done.code == 2
    assert "physai: no topic within 0.3 s, got '/never' (known: /lab/name, " in done.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_it_without_a_traceback(beside, number):
    listener = beside("topic", "echo", "/lab/odom")
    listener.sees("child_frame_id: base_link")
    listener.process.send_signal(number)
    assert listener.ends() == 130
    assert "Traceback" not in listener.text
