"""Programs about topics and services, written as the tutorials of ROS 2 are, run unmodified."""

import pytest

pytestmark = pytest.mark.slow


def test_a_listener_hears_a_talker_under_another_topic(domain):
    start = domain(60)
    listener = start("listener.py", "--ros-args", "-r", "chatter:=/news", "-r", "__node:=ear")
    talker = start("talker.py", "--ros-args", "--remap", "chatter:=/news")
    first = listener.sees('I heard: "Hello number')
    assert "[INFO] [" in first
    assert "[ear]: " in first
    number = int(first.rstrip('"').rpartition(" ")[2])
    for step in range(1, 10):  # reliable: none is lost
        listener.sees(f'I heard: "Hello number {number + step}"')
    assert talker.stop() == 0
    assert listener.stop() == 0
    assert "Traceback" not in talker.text + listener.text


def test_the_level_of_the_log_can_be_chosen(domain):
    start = domain(61)
    talker = start("talker.py", "--ros-args", "--log-level", "talker:=warn")
    listener = start("listener.py")
    listener.sees("I heard")
    assert talker.stop() == 0
    assert "Publishing" not in talker.text


def test_a_client_that_comes_first_waits_for_its_service(domain):
    start = domain(62)
    client = start("add_two_ints_client.py", 40, 2)
    client.sees("service not available, waiting again...")
    server = start("add_two_ints_server.py")
    client.sees("Result: 40 + 2 = 42")
    assert client.ends() == 0
    server.sees("Incoming request a: 40 b: 2")
    assert start("add_two_ints_client.py", -5, 3).ends() == 0
    assert server.stop() == 0


def test_a_coroutine_awaits_services_of_its_own_node(domain):
    program = domain(63)("async_callback.py")
    program.sees("total 15")
    assert program.ends() == 0


def test_a_coroutine_of_asyncio_awaits_a_service(domain):
    program = domain(80)("with_asyncio.py")
    program.sees("totals [6, 30]")
    assert program.ends() == 0
    assert "Traceback" not in program.text


def test_a_timer_may_wait_for_a_service_in_another_group(domain):
    program = domain(64)("callback_groups.py")
    program.sees("switched on")
    program.sees("at most 1 at once in an exclusive group")
    program.sees("two met in a reentrant group")
    assert program.ends() == 0
    assert "Traceback" not in program.text


def test_a_guard_condition_wakes_the_executor_once(domain):
    program = domain(65)("guard.py")
    program.sees("called 1 time in MainThread")
    program.sees("1 in all")
    assert program.ends() == 0


def test_nodes_of_one_executor_talk_to_one_another(domain):
    program = domain(66)("composed.py")
    program.sees("steps {2}")
    program.sees("nodes ['/line/doubler', '/line/source', '/sink']")
    program.sees("types ['std_msgs/msg/Int32']")
    assert program.ends() == 0


def test_a_late_joiner_gets_the_latched_map(domain):
    start = domain(67)
    publisher = start("map_publisher.py")
    publisher.sees("map is out")
    reader = start("map_reader.py")
    reader.sees("map of (100, 200), sum 745000")
    assert reader.ends() == 0
    assert publisher.stop() == 0


def test_both_sides_hear_of_profiles_that_do_not_fit(domain):
    program = domain(68)("incompatible_qos.py")
    program.sees("offered RELIABILITY is too little for 1")
    assert program.ends() == 0
    assert "requested RELIABILITY is not offered by 1" in program.text


def test_images_of_two_cameras_are_paired(domain):
    program = domain(69)("stereo.py")
    program.sees("3 pairs, same stamp True, difference 100")
    assert program.ends() == 0
