"""Programs about actions, parameters, states, frames and time run unmodified."""

import re

import pytest

pytestmark = pytest.mark.slow


def test_a_goal_gives_feedback_and_a_result(domain):
    start = domain(70)
    server = start("fibonacci_server.py")
    client = start("fibonacci_client.py")
    client.sees("Goal accepted :)")
    client.sees("Received feedback: [0, 1, 1, 2]")
    client.sees("Goal succeeded: [0, 1, 1, 2, 3, 5]")
    assert client.ends() == 0
    server.sees("Received goal request of order 5")
    assert server.stop() == 0
    assert "Traceback" not in server.text + client.text


def test_a_goal_can_be_cancelled_or_rejected(domain):
    start = domain(71)
    server = start("fibonacci_server.py")
    options = ("--ros-args", "-p", "order:=60", "-p", "cancel_after:=2")
    client = start("fibonacci_client.py", *options)
    client.sees("1 goal is being cancelled")
    client.sees("Goal canceled: [0, 1, 1, 2")
    assert client.ends() == 0
    server.sees("Goal canceled")
    rejected = start("fibonacci_client.py", "--ros-args", "-p", "order:=100")
    rejected.sees("Goal rejected :(")
    assert rejected.ends() == 0
    assert server.stop() == 0


def test_parameters_keep_to_their_ranges_and_to_the_veto(domain):
    program = domain(72)("parameters.py")
    program.sees("gain is 0.5")
    program.sees("gain=0.75: set")
    program.sees("gain=2.0: refused")
    program.sees("gain=much: refused")
    program.sees("steps=6: set")
    program.sees("steps=5: refused")
    program.sees("serial=8: refused")
    program.sees("name=forbidden: refused (that name is taken)")
    program.sees("name=somebody: set")
    program.sees("refused: ParameterAlreadyDeclaredException")
    for text in ("name is somebody", "gain is 0.75", "steps is 6", "serial is 7"):
        program.sees(text)
    assert program.ends() == 0


def test_parameters_come_from_a_file_and_from_the_command_line(domain, tmp_path):
    path = tmp_path / "params.yaml"
    path.write_text(
        "/**:\n  ros__parameters:\n    name: from_file\n    joints: [0.5, 1.5, 2.5]\n"
        "configured:\n  ros__parameters:\n    gain: 0.25\n    steps: 8\n",
        encoding="utf-8",
    )
    options = ("--ros-args", "--params-file", path, "-p", "steps:=2")
    program = domain(73)("parameters.py", *options)
    program.sees("name is from_file")
    program.sees("gain is 0.25")
    program.sees("steps is 2")
    program.sees("joints is [0.5, 1.5, 2.5]")
    assert program.ends() == 0


def test_a_managed_node_goes_through_its_states(domain):
    start = domain(74)
    talker = start("lifecycle_talker.py")
    driver = start("lifecycle_driver.py")
    driver.sees("state unconfigured")
    driver.sees("configure done, state inactive")
    driver.sees("activate done, state active")
    driver.sees("heard managed")
    driver.sees("configure refused, state active")
    driver.sees("deactivate done, state inactive")
    driver.sees("cleanup done, state unconfigured")
    driver.sees("shutdown done, state finalized")
    assert driver.ends() == 0
    assert talker.stop() == 0
    assert "configured, coming from unconfigured" in talker.text
    assert "Traceback" not in talker.text + driver.text


def test_frames_of_another_process_can_be_looked_up(domain):
    start = domain(75)
    listener = start("frame_listener.py")
    listener.sees("Could not transform: ")
    broadcaster = start("frame_broadcaster.py")
    listener.sees("radius 2.00")
    listener.sees("seen at 0.25 1.00")
    listener.sees("the future came as camera")
    assert listener.ends() == 0
    assert broadcaster.stop() == 0
    assert "Traceback" not in listener.text + broadcaster.text


def test_a_buffer_of_another_node_can_be_asked(domain):
    program = domain(77)("remote_frames.py")
    program.sees("the server says 4.0")
    program.sees('LookupException: "nowhere" passed to lookupTransform')
    program.sees("possible: True")
    program.sees("impossible: False")
    assert program.ends() == 0


def test_parameters_of_another_node_are_read_set_and_watched(domain):
    program = domain(78)("parameter_client.py")
    program.sees("names ['motor.limit']")
    program.sees("speed 1.5, limit 7")
    program.sees("set True, now 2.5")
    program.sees("heard of speed")
    program.sees("wrong type accepted: False")
    program.sees("type DOUBLE")
    program.sees("described motor.limit")
    assert program.ends() == 0


def test_a_static_transform_is_published_from_the_command_line(domain):
    start = domain(79)
    words = ("--x", 1.5, "--yaw", 0.1, "--frame-id", "odom", "--child-frame-id", "lidar")
    publisher = start("-m", "tf2_ros.static_transform_publisher", *words)
    reader = start("static_reader.py")
    reader.sees("lidar in odom at 1.5")
    assert reader.ends() == 0
    assert publisher.stop() == 0


def test_a_rate_and_a_timer_follow_simulated_time(domain):
    start = domain(76)
    program = start("sim_time_rate.py", "--ros-args", "-p", "use_sim_time:=true")
    clock = start("clock_publisher.py")
    program.sees("uses simulated time: True")
    spent = program.sees("simulated ")
    simulated, wall = map(float, re.findall(r"(\d+\.\d) s", spent))
    assert 1.8 <= simulated <= 3.0
    assert wall < simulated
    program.sees("ticks: True, from True")
    assert program.ends() == 0
    assert "time jumped by more than 50 s" in program.text
    assert clock.stop() == 0
