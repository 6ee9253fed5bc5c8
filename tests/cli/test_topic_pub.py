import pytest

pytestmark = pytest.mark.slow

DOMAIN = 43


def test_one_message_reaches_who_is_there(ask, robot):
    done = ask("topic", "pub", "/lab/order", "std_msgs/String", "{data: stand}", "--once")
    assert (done.code, done.err) == (0, "")
    assert done.out == "publishing #1: std_msgs.msg.String(data='stand')\n"
    robot.sees("ordered stand")


def test_so_many_messages_go_out_as_are_asked_for(ask, robot):
    words = ("{data: walk}", "--times", "4", "--rate", "50")
    done = ask("topic", "pub", "/lab/order", "std_msgs/msg/String", *words)
    assert done.out.count("publishing #") == 4
    robot.sees("ordered walk", times=4)


def test_subscriptions_are_waited_for(ask):
    words = ("std_msgs/String", "--once", "-w", "2", "--timeout", "0.5")
    done = ask("topic", "pub", "/lab/order", *words)
    assert done.code == 2
    assert "physai: waiting for 2 subscription(s) of /lab/order\n" in done.err
    assert "physai: /lab/order: 1 subscription(s) within 0.5 s; expected 2\n" in done.err


def test_stamps_and_headers_may_be_of_the_moment(ask):
    words = ("{header: auto, point: {x: 1e-3}}", "--times", "1", "-w", "0")
    done = ask("topic", "pub", "/point", "geometry_msgs/PointStamped", *words)
    assert done.code == 0
    assert "stamp=builtin_interfaces.msg.Time(sec=0," not in done.out
    assert "x=0.001" in done.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["std_msgs/String", "{dat: 1}"], "String: no such field, got 'dat'; did you mean 'data'"),
        (["std_msgs/String", "{data: 1"], "values are no YAML"),
        (["std_msgs/String", "hello"], "values are no mapping, got 'hello'"),
        (["std_msgs/Int8"], "/lab/order: is of another type, got 'std_msgs/msg/Int8'"),
        (["std_msgs/String", "--rate", "0"], "--rate: not a rate, got 0.0"),
        (["std_msgs/String", "--once", "--times", "2"], "--once and --times contradict"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(told_off, words, says):
    assert says in told_off("topic", "pub", "/lab/order", *words)
