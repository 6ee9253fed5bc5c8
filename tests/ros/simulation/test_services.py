"""The services as a whole: threads, failures, the end, the real program, both versions."""

import importlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from physai_sim.control.control_error import (
    ResultCode,
)
from physai_sim.control.features import Feature
from physai_sim.control.post import Post
from physai_sim.ros import simulation_services
from physai_sim.ros.simulation_services import SimulationServices

OK = ResultCode.OK
VERSION = os.environ.get("PHYSAI_SIMULATION_INTERFACES", "1")


def test_more_requests_than_threads_do_not_hold_the_loop_up(client, loop, state):
    client.code("set_simulation_state", state(2))
    held, go_on = threading.Event(), threading.Event()
    loop.post.send(lambda: (held.set(), go_on.wait(30)))
    assert held.wait(10)
    waiting = [client.send("get_entity_state", entity="arm") for _ in range(8)]
    assert client.code("get_simulation_state") == OK  # a thread is free for what needs no loop
    assert not any(future.done() for future in waiting)
    go_on.set()
    assert all(client.wait(future).result.result == OK for future in waiting)


def test_a_handler_that_fails_is_answered_for_and_logged(client, loop, monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError("nothing to divide by")

    monkeypatch.setattr(loop.control.worlds, "available", fail)
    result = client.call("get_available_worlds").result
    assert result.result == ResultCode.OPERATION_FAILED
    assert "nothing to divide by" in result.error_message


def test_what_is_not_installed_is_left_out_of_the_features(bare_node, monkeypatch):
    real = simulation_services.message_class

    def some(type_name):
        if type_name.endswith(("SpawnEntities", "SimulateSteps", "ResetEpisode")):
            raise AttributeError(type_name)
        return real(type_name)

    monkeypatch.setattr(simulation_services, "message_class", some)
    warned = []
    monkeypatch.setattr(bare_node.get_logger(), "warning", warned.append)
    made = SimulationServices(bare_node, None, Post())
    names = dict(bare_node.get_service_names_and_types_by_node("sim", "/"))
    assert "/sim/spawn_entities" not in names
    assert "/sim/spawn_entity" in names
    assert len(warned) == 1
    assert "SimulateSteps" in warned[0]
    missing = {Feature.SPAWNING_ENTITIES, Feature.STEP_SIMULATION_ACTION}
    assert set(Feature) - made._features == missing


def test_quitting_is_answered_and_ends_the_loop(own_rig, state):
    client, loop = own_rig
    client.code("set_simulation_state", state(2))
    loop.delay_s = 0.02
    stepping = client.send("step_simulation", steps=10_000)
    client.until(lambda: loop.stamps)
    assert client.code("set_simulation_state", state(3)) == OK
    assert client.wait(stepping).result.result == ResultCode.OPERATION_FAILED
    loop.thread.join(10)
    assert not loop.thread.is_alive()
    assert client.code("get_entities") == ResultCode.OPERATION_FAILED  # and it is answered


@pytest.mark.slow
def test_the_program_steps_with_a_clock_for_each_and_restarts_its_time(live, state):
    client, process = live
    clocks, kind = [], importlib.import_module("rosgraph_msgs.msg").Clock

    def hear(message):
        clocks.append((message.clock.sec * 10**9 + message.clock.nanosec) / 1e9)

    client.create_subscription(kind, "/clock", hear, 100)
    client.until(lambda: client.count_publishers("/clock") == 1)
    assert client.code("set_simulation_state", state(2)) == OK
    client.until(lambda: clocks == [1.0])
    assert client.code("step_simulation", steps=10) == OK
    client.until(lambda: len(clocks) == 11)
    assert clocks == pytest.approx(np.arange(10, 21) / 10)
    clocks.clear()
    assert client.code("reset_simulation", scope=1) == OK
    assert client.code("step_simulation", steps=2) == OK
    client.until(lambda: len(clocks) == 3)
    assert clocks == pytest.approx([1.0, 1.1, 1.2])
    stamp = client.call("get_entity_state", entity="arm").state.header.stamp
    assert (stamp.sec, stamp.nanosec) == (1, 200_000_000)
    assert client.code("step_simulation", steps=68) == OK  # the episode lasts 8 s
    result = client.call("step_simulation").result
    assert result.result == ResultCode.OPERATION_FAILED
    assert "all episodes were played" in result.error_message
    assert client.code("set_simulation_state", state(3)) == OK
    assert process.wait(20) == 0


@pytest.mark.slow
@pytest.mark.skipif(VERSION != "1", reason="this is the other version's run")
def test_all_of_it_holds_for_the_second_version():
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", str(Path(__file__).parent)]
    environment = os.environ | {"PHYSAI_SIMULATION_INTERFACES": "2"}
    done = subprocess.run(
        command, check=False, env=environment, capture_output=True, text=True, timeout=250
    )
    assert done.returncode == 0, done.stdout[-4000:]
