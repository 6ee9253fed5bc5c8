"""The services of simulation_interfaces over DDS, on a live world, in the version installed.

Everything here runs for either version: requests are filled by the fields that they have.
"""

import importlib
import math
import os
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
import rclpy
from rclpy.action import ActionClient
from rclpy.context import Context
from rclpy.executors import MultiThreadedExecutor, SingleThreadedExecutor
from rclpy.node import Node

from physai_sim.control.control_error import (
    ENTITIES_SPAWN_FAILED,
    NO_WORLD_LOADED,
    EntityStateCode,
    ResultCode,
    SpawnCode,
    StateCode,
    WorldCode,
)
from physai_sim.control.features import Feature
from physai_sim.control.post import Post
from physai_sim.control.sim_control import SimControl
from physai_sim.control.sim_state import SimState
from physai_sim.control.spawn_models import Resource
from physai_sim.core import paths
from physai_sim.envs.session import Session
from physai_sim.ros import simulation_services
from physai_sim.ros.simulation_services import SimulationServices

BOX = "physai://shapes/box"
OK = ResultCode.OK
VERSION = os.environ.get("PHYSAI_SIMULATION_INTERFACES", "1")
DOMAIN = 60 + int(VERSION)
URDF = '<robot name="brick"><link name="base"/></robot>'


class Loop:
    """The world, in a thread of its own, as the simulation's program has it."""

    def __init__(self):
        self.post, self.is_stopped = Post(), False
        self.control = SimControl(lambda config: Session(config, cameras=False), self, seed=7)
        self.thread = threading.Thread(target=self.run)
        self.stamps, self.delay_s = [], 0.0

    def world_changed(self, session):
        pass

    def episode_started(self, observation):
        pass

    def time_restarted(self):
        pass

    def run(self):
        while not self.is_stopped and self.control.state is not SimState.QUITTING:
            self.post.answer()
            if not self.control.is_tick_due:
                self.post.answer(0.01)
                continue
            session = self.control.loaded.session
            step = session.step(np.zeros(len(session.spec.action_low)))
            self.control.ticked()
            time.sleep(self.delay_s)  # what the rest of a step takes
            self.stamps.append(self.control.clock.now_ns)
            if step.outcome is not None:
                self.control.reset(2)
        self.post.close()
        self.control.close()


class Client(Node):
    """Someone who calls services by what he finds on the network."""

    def __init__(self, context):
        super().__init__("client", context=context)
        self.spinner = SingleThreadedExecutor(context=context)
        self.spinner.add_node(self)
        self.known = {}

    def until(self, condition, seconds=20.0):
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "it does not come to pass"
            self.spinner.spin_once(timeout_sec=0.05)

    def wait(self, future, seconds=20.0):
        self.until(future.done, seconds)
        return future.result()

    def send(self, name, fill=None, /, **fields):
        """`send("spawn_entity", name="crate", uri=BOX)`; a future."""
        if name not in self.known:
            types = dict(self.get_service_names_and_types_by_node("sim", "/"))
            package, _, kind = types[f"/sim/{name}"][0].split("/")
            cls = getattr(importlib.import_module(f"{package}.srv"), kind)
            self.known[name] = self.create_client(cls, f"/sim/{name}")
            assert self.known[name].wait_for_service(timeout_sec=10)
        request = self.known[name].srv_type.Request()
        for field, value in fields.items():
            put(request, field, value)
        if fill is not None:
            fill(request)
        return self.known[name].call_async(request)

    def call(self, name, fill=None, /, **fields):
        return self.wait(self.send(name, fill, **fields))

    def code(self, name, fill=None, /, **fields):
        return self.call(name, fill, **fields).result.result


def put(message, field, value):
    """Set a field; `uri` and `resource_string` where the version at hand has them."""
    if field in ("uri", "resource_string") and not hasattr(message, field):
        holders = ("entity_resource", "world_resource")
        message = next(getattr(message, name) for name in holders if hasattr(message, name))
    setattr(message, field, value)


def state(number):
    """Fills a SetSimulationState."""
    return lambda request: setattr(request.state, "state", number)


def at(x=0.0, y=0.0, z=0.0, frame=""):
    """Fills the pose of a spawn."""

    def fill(request):
        request.initial_pose.header.frame_id = frame
        place = request.initial_pose.pose.position
        place.x, place.y, place.z = x, y, z

    return fill


@pytest.fixture(scope="module")
def rig():
    context = Context()
    rclpy.init(context=context, domain_id=DOMAIN)
    node = Node("sim", context=context)
    loop = Loop()
    services = SimulationServices(node, loop.control, loop.post)
    executor = MultiThreadedExecutor(4, context=context)
    executor.add_node(node)
    spinning = threading.Thread(target=executor.spin)
    spinning.start()
    loop.thread.start()
    client = Client(context)
    client.until(lambda: "sim" in client.get_node_names())
    client.until(lambda: len(client.get_service_names_and_types_by_node("sim", "/")) > 28)
    yield client, loop, services
    loop.is_stopped = True
    loop.thread.join()
    client.spinner.shutdown()
    executor.shutdown()
    spinning.join()
    client.destroy_node()
    node.destroy_node()
    rclpy.shutdown(context=context)


@pytest.fixture
def loop(rig):
    return rig[1]


@pytest.fixture
def client(rig):
    """A client of a simulation in which `reach` is loaded and stopped."""
    client, loop, _ = rig
    loop.delay_s = 0.0
    loop.post.ask(lambda: loop.control.load(Resource("reach")), timeout_s=30)
    loop.stamps.clear()
    return client


def features(client):
    return list(client.call("get_simulator_features").features.features)


def test_each_service_of_the_standard_is_there_and_answers(client):
    types = dict(client.get_service_names_and_types_by_node("sim", "/"))
    ours = {n: t[0] for n, t in types.items() if "simulation_interfaces/srv" in t[0]}
    assert len(ours) == 22
    package = importlib.import_module("simulation_interfaces.srv")
    last = ("/sim/unload_world", "/sim/set_simulation_state")
    for name in sorted(ours, key=lambda name: (name in last, name)):
        kind = ours[name].split("/")[-1]
        words = "".join(f"_{c.lower()}" if c.isupper() else c for c in kind).strip("_")
        assert name == f"/sim/{words}"
        response = client.call(words)
        assert isinstance(response, getattr(package, kind).Response)
        if hasattr(response, "result"):
            is_fine = response.result.result == OK
            assert is_fine == (not response.result.error_message)


def test_the_features_are_those_that_work(client):
    probes = {
        Feature.SPAWNING: lambda: client.code("spawn_entity", name="a", uri=BOX),
        Feature.DELETING: lambda: client.code("delete_entity", entity="a"),
        Feature.NAMED_POSES: lambda: client.code("get_named_poses"),
        Feature.POSE_BOUNDS: lambda: client.code("get_named_pose_bounds", name="arm_home"),
        Feature.ENTITY_TAGS: lambda: client.code("get_entities", tagged("robot")),
        Feature.ENTITY_BOUNDS: lambda: client.code("get_entity_bounds", entity="arm"),
        Feature.ENTITY_BOUNDS_BOX: lambda: client.code("get_entities", within_box),
        Feature.ENTITY_CATEGORIES: lambda: client.code("get_entities", robots_only),
        Feature.SPAWNING_RESOURCE_STRING: lambda: client.code(
            "spawn_entity", name="b", resource_string=URDF
        ),
        Feature.ENTITY_STATE_GETTING: lambda: client.code("get_entity_state", entity="b"),
        Feature.ENTITY_STATE_SETTING: lambda: client.code("set_entity_state", entity="b"),
        Feature.ENTITY_INFO_GETTING: lambda: client.code("get_entity_info", entity="b"),
        Feature.ENTITY_INFO_SETTING: lambda: client.code("set_entity_info", entity="b"),
        Feature.SPAWNABLES: lambda: client.code("get_spawnables"),
        Feature.SIMULATION_RESET: lambda: client.code("reset_simulation"),
        Feature.SIMULATION_RESET_TIME: lambda: client.code("reset_simulation", scope=1),
        Feature.SIMULATION_RESET_STATE: lambda: client.code("reset_simulation", scope=2),
        Feature.SIMULATION_RESET_SPAWNED: lambda: client.code("reset_simulation", scope=4),
        Feature.SIMULATION_STATE_GETTING: lambda: client.code("get_simulation_state"),
        Feature.SIMULATION_STATE_SETTING: lambda: client.code("set_simulation_state", state(1)),
        Feature.SIMULATION_STATE_PAUSE: lambda: client.code("set_simulation_state", state(2)),
        Feature.STEP_SIMULATION_SINGLE: lambda: client.code("step_simulation"),
        Feature.STEP_SIMULATION_MULTIPLE: lambda: client.code("step_simulation", steps=2),
        Feature.STEP_SIMULATION_ACTION: lambda: simulate(client, 2)[1].result.result.result,
        Feature.WORLD_LOADING: lambda: client.code("load_world", uri="reach"),
        Feature.WORLD_RESOURCE_STRING: lambda: client.code("load_world", resource_string=WORLD),
        Feature.WORLD_TAGS: lambda: client.code("get_available_worlds"),
        Feature.WORLD_INFO_GETTING: lambda: client.code("get_current_world"),
        Feature.WORLD_UNLOADING: lambda: client.code("unload_world"),
        Feature.AVAILABLE_WORLDS: lambda: client.code("get_available_worlds"),
        Feature.SPAWNING_ENTITIES: lambda: client.code("spawn_entities"),
    }
    assert features(client) == sorted(map(int, Feature))
    assert features(client) == sorted(map(int, probes))
    for feature, probe in probes.items():
        if feature is Feature.SPAWNING_ENTITIES:  # the world was unloaded before
            assert client.code("load_world", uri="reach") == OK
        assert probe() == OK, feature


def test_the_features_tell_formats_and_what_is_special(client):
    told = client.call("get_simulator_features").features
    assert list(told.spawn_formats) == ["urdf"]
    assert "reset_episode" in told.custom_info


def tagged(*tags, needs_all=False):
    def fill(request):
        request.filters.tags.tags = list(tags)
        request.filters.tags.filter_mode = int(needs_all)

    return fill


def robots_only(request):
    category = importlib.import_module("simulation_interfaces.msg").EntityCategory
    request.filters.categories = [category(category=category.CATEGORY_ROBOT)]


def within_box(request):
    point = importlib.import_module("geometry_msgs.msg").Vector3
    request.filters.bounds.type = request.filters.bounds.TYPE_BOX
    request.filters.bounds.points = [point(x=9.0, y=9.0, z=9.0), point(x=8.0, y=8.0, z=1.0)]


WORLD = paths.available("worlds")["reach"].read_text(encoding="utf-8")


def simulate(client, steps, hear=None):
    """Calls SimulateSteps; gives the feedbacks, and the answer with status and result."""
    kind = importlib.import_module("simulation_interfaces.action").SimulateSteps
    action, heard, goal = ActionClient(client, kind, "/sim/simulate_steps"), [], []
    assert action.wait_for_server(timeout_sec=10)

    def on_feedback(message):
        told = message.feedback
        heard.append((told.completed_steps, told.remaining_steps))
        if hear is not None and goal:  # the first may come before the goal is known as accepted
            hear(goal[0])

    # An action client forgets a goal's callback when it hears of the end, which may overtake.
    topic = "/sim/simulate_steps/_action/feedback"
    subscription = client.create_subscription(kind.Impl.FeedbackMessage, topic, on_feedback, 100)
    goal.append(client.wait(action.send_goal_async(kind.Goal(steps=steps))))
    answer = client.wait(goal[0].get_result_async())
    client.until(lambda: len(heard) == steps or answer.result.result.result != OK)
    client.destroy_subscription(subscription)
    action.destroy()
    return heard, answer


def test_steps_are_taken_while_paused_and_end_when_all_are_done(client, loop):
    assert client.code("step_simulation") == ResultCode.OPERATION_FAILED
    assert client.code("set_simulation_state", state(2)) == OK
    loop.delay_s = 0.01
    assert client.code("step_simulation", steps=10) == OK
    assert len(loop.stamps) == 10
    period_ns = 10**9 // loop.control.loaded.session.spec.control_hz
    assert set(np.diff(loop.stamps)) == {period_ns}
    assert client.call("get_simulation_state").state.state == SimState.PAUSED
    assert client.code("step_simulation", steps=0) == ResultCode.OPERATION_FAILED


def test_steps_that_cannot_all_be_taken_say_how_many_there_were(client, loop):
    client.code("set_simulation_state", state(2))
    loop.delay_s = 0.02
    stepping = client.send("step_simulation", steps=10_000)
    client.until(lambda: len(loop.stamps) > 3)
    assert client.code("step_simulation") == ResultCode.OPERATION_FAILED
    assert client.code("set_simulation_state", state(1)) == OK
    result = client.wait(stepping).result
    assert result.result == ResultCode.OPERATION_FAILED
    assert "of 10000 steps were taken: the simulation became PLAYING" in result.error_message


def test_the_action_tells_of_every_step(client):
    client.code("set_simulation_state", state(2))
    heard, answer = simulate(client, 5)
    assert heard == [(1, 4), (2, 3), (3, 2), (4, 1), (5, 0)]
    assert (answer.status, answer.result.result.result) == (4, OK)


def test_the_action_ends_after_the_present_step_when_it_is_cancelled(client, loop):
    client.code("set_simulation_state", state(2))
    loop.delay_s = 0.02
    asked = []

    def cancel(goal):
        if len(asked) < 3:
            asked.append(goal.cancel_goal_async())

    _, answer = simulate(client, 10_000, cancel)
    result = answer.result.result
    assert (answer.status, result.result) == (5, ResultCode.OPERATION_FAILED)
    assert result.error_message.startswith(f"{len(loop.stamps)} of 10000 steps were taken")
    assert "canceled" in result.error_message
    assert len(loop.stamps) < 200
    assert client.code("step_simulation") == OK


def test_the_action_is_aborted_where_no_steps_can_be_taken(client):
    heard, answer = simulate(client, 5)
    assert (heard, answer.status) == ([], 6)
    assert answer.result.result.result == ResultCode.OPERATION_FAILED
    assert "PAUSED" in answer.result.result.error_message


def test_more_requests_than_threads_do_not_hold_the_loop_up(client, loop):
    client.code("set_simulation_state", state(2))
    held, go_on = threading.Event(), threading.Event()
    loop.post.send(lambda: (held.set(), go_on.wait(30)))
    assert held.wait(10)
    waiting = [client.send("get_entity_state", entity="arm") for _ in range(8)]
    assert client.code("get_simulation_state") == OK  # a thread is free for what needs no loop
    assert not any(future.done() for future in waiting)
    go_on.set()
    assert all(client.wait(future).result.result == OK for future in waiting)


def test_states_follow_one_another_with_the_codes_of_the_standard(client):
    assert client.code("set_simulation_state", state(0)) == StateCode.ALREADY_IN_TARGET_STATE
    assert client.code("set_simulation_state", state(5)) == StateCode.INCORRECT_TRANSITION
    assert client.code("set_simulation_state", state(1)) == OK
    assert client.call("get_simulation_state").state.state == SimState.PLAYING
    assert client.code("unload_world") == OK
    assert client.code("set_simulation_state", state(1)) == StateCode.INCORRECT_TRANSITION
    assert client.call("get_simulation_state").state.state == SimState.NO_WORLD


def test_without_a_world_services_say_so(client):
    assert client.code("unload_world") == OK
    assert client.code("unload_world") == NO_WORLD_LOADED
    assert client.code("get_current_world") == NO_WORLD_LOADED
    for name in ("get_entities", "reset_simulation", "spawn_entity", "get_named_poses"):
        assert client.code(name) == ResultCode.INCORRECT_STATE, name
    response = client.call("reset_episode")
    assert not response.success
    assert "NO_WORLD" in response.message


def test_worlds_are_found_loaded_and_refused(client):
    found = {w.name: w for w in client.call("get_available_worlds").worlds}
    assert {"reach", "lane_curve"} <= set(found)

    def arms(request):
        request.filter.tags = ["reach"]

    assert "lane_curve" not in {w.name for w in client.call("get_available_worlds", arms).worlds}
    uri = found["push"].world_resource.uri
    response = client.call("load_world", uri=uri)
    assert (response.result.result, response.world.name) == (OK, "push")
    assert client.call("get_current_world").world.world_resource.uri == uri
    assert client.call("get_simulation_state").state.state == SimState.STOPPED
    assert client.code("load_world") == WorldCode.NO_RESOURCE
    assert client.code("load_world", uri="/tmp/x.sdf") == WorldCode.UNSUPPORTED_FORMAT
    assert client.code("load_world", resource_string="{") == WorldCode.RESOURCE_PARSE_ERROR
    assert client.call("get_current_world").world.name == "push"


def test_sources_that_are_not_known_are_named(client):
    response = client.call("get_spawnables", sources=["file:///nowhere"])
    assert response.result.result == OK
    assert "file:///nowhere" in response.result.error_message
    one = next(s for s in response.spawnables if s.description == "a box")
    assert (one if hasattr(one, "uri") else one.entity_resource).uri == BOX
    assert client.code("get_available_worlds", additional_sources=["file:///nowhere"]) != OK


def test_a_spawned_entity_is_found_moved_and_taken_out(client):
    assert client.call("spawn_entity", at(1.0, 1.0, 2.0), name="crate", uri=BOX).entity_name
    state_now = client.call("get_entity_state", entity="crate").state
    assert state_now.header.frame_id == "map"
    assert (state_now.pose.position.x, state_now.pose.position.z) == (1.0, 2.0)
    near = client.call("spawn_entity", at(0.5, frame="crate"), uri=BOX, allow_renaming=True)
    there = client.call("get_entity_state", entity=near.entity_name).state.pose.position
    assert (there.x, there.y, there.z) == pytest.approx((1.5, 1.0, 2.0))
    assert {"crate", near.entity_name, "arm"} <= set(client.call("get_entities").entities)
    bounds = client.call("get_entity_bounds", entity="crate").bounds
    assert bounds.type == bounds.TYPE_BOX
    assert bounds.points[0].x == pytest.approx(0.05)
    assert client.code("delete_entity", entity="crate") == OK
    assert client.code("delete_entity", entity="crate") == ResultCode.NOT_FOUND
    assert client.code("delete_entity", entity="arm") == ResultCode.OPERATION_FAILED


def test_spawning_is_refused_with_the_codes_of_the_standard(client):
    def code(fill=None, **fields):
        return client.code("spawn_entity", fill, **fields)

    assert code(name="arm", uri=BOX) == SpawnCode.NAME_NOT_UNIQUE
    assert code(uri=BOX) == SpawnCode.NAME_INVALID
    assert code(name="a", uri="/tmp/a.sdf") == SpawnCode.UNSUPPORTED_FORMAT
    assert code(name="a") == SpawnCode.NO_RESOURCE
    assert code(name="a", uri=BOX, entity_namespace="//") == SpawnCode.NAMESPACE_INVALID
    assert code(name="a", resource_string="<robot") == SpawnCode.RESOURCE_PARSE_ERROR
    assert code(at(frame="nowhere"), name="a", uri=BOX) == SpawnCode.INVALID_POSE
    assert code(at(x=math.nan), name="a", uri=BOX) == SpawnCode.INVALID_POSE


def test_of_many_to_spawn_each_has_its_own_result(client):
    kind = importlib.import_module("simulation_interfaces.msg").SpawnEntity

    def fill(request):
        wanted = [kind(name="one"), kind(name="arm"), kind(name="two"), kind()]
        for one in wanted[:3]:
            one.entity_resource.uri = BOX
        wanted[3].initial_pose.pose.position.z = math.inf
        request.spawn_requests = wanted

    response = client.call("spawn_entities", fill)
    assert response.result.result == ENTITIES_SPAWN_FAILED
    codes = [one.result.result for one in response.results]
    assert codes == [OK, SpawnCode.NAME_NOT_UNIQUE, OK, SpawnCode.INVALID_POSE]
    assert [one.entity_name for one in response.results] == ["one", "", "two", ""]
    assert {"one", "two"} <= set(client.call("get_entities").entities)


def moved(entity, x=0.0, speed=0.0, acceleration=0.0):
    def fill(request):
        request.entity = entity
        request.state.pose.position.x = x
        request.state.twist.linear.x = speed
        request.state.acceleration.linear.x = acceleration
        for flag in ("set_pose", "set_twist", "set_acceleration"):
            if hasattr(request, flag):
                setattr(request, flag, True)

    return fill


def test_an_entity_is_put_elsewhere_with_a_velocity(client):
    client.call("spawn_entity", at(1.0, 1.0, 2.0), name="crate", uri=BOX)
    assert client.code("set_entity_state", moved("crate", 3.0, 0.5)) == OK
    now = client.call("get_entity_state", entity="crate").state
    assert (now.pose.position.x, now.twist.linear.x) == pytest.approx((3.0, 0.5))
    response = client.call("set_entity_state", moved("crate", 3.0, acceleration=1.0))
    assert response.result.result == OK
    assert "acceleration" in response.result.error_message


def test_a_state_that_makes_no_sense_is_refused(client):
    client.call("spawn_entity", at(1.0, 1.0, 2.0), name="crate", uri=BOX)
    bad = client.code("set_entity_state", moved("crate", math.nan))
    assert bad == EntityStateCode.INVALID_POSE
    assert client.code("set_entity_state", moved("nobody")) == ResultCode.NOT_FOUND
    heavy = "physai://shapes/box?mass_kg=0"
    client.call("spawn_entity", at(2.0), name="block", uri=heavy)
    for asked in (moved("block", 2.0, 1.0), moved("block", 2.0, acceleration=1.0)):
        assert client.code("set_entity_state", asked) == ResultCode.OPERATION_FAILED


def test_only_what_is_chosen_is_set(client):
    client.call("spawn_entity", at(1.0, 1.0, 2.0), name="crate", uri=BOX)

    def fill(request):
        moved("crate", 3.0, 0.5)(request)
        if hasattr(request, "set_pose"):
            request.set_pose = False

    assert client.code("set_entity_state", fill) == OK
    now = client.call("get_entity_state", entity="crate").state
    expected = 3.0 if VERSION == "1" else 1.0
    assert (now.pose.position.x, now.twist.linear.x) == pytest.approx((expected, 0.5))


def test_entities_are_filtered_and_described(client):
    assert list(client.call("get_entities", robots_only).entities) == ["arm"]
    client.call("spawn_entity", at(8.5, 8.5, 2.0), name="crate", uri=BOX)
    assert list(client.call("get_entities", within_box).entities) == ["crate"]

    def name(request):
        request.filters.filter = "^cr"

    response = client.call("get_entities_states", name)
    assert list(response.entities) == ["crate"]
    assert response.states[0].pose.position.x == 8.5

    def describe(request):
        request.entity = "crate"
        request.info.category.category = 4
        request.info.description, request.info.tags = "a crate", ["red", "small"]

    assert client.code("set_entity_info", describe) == OK
    info = client.call("get_entity_info", entity="crate").info
    assert (info.category.category, info.description) == (4, "a crate")
    assert list(client.call("get_entities", tagged("red", "big")).entities) == ["crate"]
    both = client.call("get_entities", tagged("red", "big", needs_all=True))
    assert (both.result.result, list(both.entities)) == (OK, [])


def test_named_poses_can_be_asked_for(client):
    poses = {pose.name: pose for pose in client.call("get_named_poses").poses}
    assert "arm_home" in poses
    bounds = client.call("get_named_pose_bounds", name="arm_home").bounds
    assert bounds.type == bounds.TYPE_BOX
    assert client.code("get_named_pose_bounds", name="nowhere") == ResultCode.NOT_FOUND


def test_states_bear_the_simulated_stamp(client, loop):
    client.code("set_simulation_state", state(2))
    assert client.code("step_simulation", steps=3) == OK
    stamp = client.call("get_entity_state", entity="arm").state.header.stamp
    assert stamp.sec * 10**9 + stamp.nanosec == 10**9 + loop.stamps[-1]


def test_an_episode_is_reset_with_a_seed_or_the_next_one(client, loop):
    response = client.call("reset_episode", use_seed=True, seed=2**40)
    assert (response.success, response.seed) == (True, 2**40)
    response = client.call("reset_episode")
    assert (response.success, response.seed, response.message) == (True, 2**40 + 1, "")
    assert loop.control.clock.now_ns > 0


def test_a_reset_of_a_part_that_is_none_is_not_supported(client):
    assert client.code("reset_simulation", scope=8) == ResultCode.FEATURE_UNSUPPORTED


def test_a_handler_that_fails_is_answered_for_and_logged(client, loop, monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError("nothing to divide by")

    monkeypatch.setattr(loop.control.worlds, "available", fail)
    result = client.call("get_available_worlds").result
    assert result.result == ResultCode.OPERATION_FAILED
    assert "nothing to divide by" in result.error_message


def test_what_is_not_installed_is_left_out_of_the_features(monkeypatch):
    real = simulation_services.message_class

    def some(type_name):
        if type_name.endswith(("SpawnEntities", "SimulateSteps", "ResetEpisode")):
            raise AttributeError(type_name)
        return real(type_name)

    monkeypatch.setattr(simulation_services, "message_class", some)
    context = Context()
    rclpy.init(context=context, domain_id=DOMAIN + 2)
    node = Node("sim", context=context)
    warned = []
    monkeypatch.setattr(node.get_logger(), "warning", warned.append)
    try:
        made = SimulationServices(node, None, Post())
        names = dict(node.get_service_names_and_types_by_node("sim", "/"))
    finally:
        node.destroy_node()
        rclpy.shutdown(context=context)
    assert "/sim/spawn_entities" not in names
    assert "/sim/spawn_entity" in names
    assert len(warned) == 1
    assert "SimulateSteps" in warned[0]
    missing = {Feature.SPAWNING_ENTITIES, Feature.STEP_SIMULATION_ACTION}
    assert set(Feature) - made._features == missing


def test_quitting_is_answered_and_ends_the_loop():
    context = Context()
    rclpy.init(context=context, domain_id=DOMAIN + 4)
    node, loop = Node("sim", context=context), Loop()
    SimulationServices(node, loop.control, loop.post)
    executor = MultiThreadedExecutor(2, context=context)
    executor.add_node(node)
    spinning = threading.Thread(target=executor.spin)
    spinning.start()
    loop.post.send(lambda: loop.control.load(Resource("reach")))
    loop.thread.start()
    client = Client(context)
    client.until(lambda: len(client.get_service_names_and_types_by_node("sim", "/")) > 28)
    try:
        client.code("set_simulation_state", state(2))
        loop.delay_s = 0.02
        stepping = client.send("step_simulation", steps=10_000)
        client.until(lambda: loop.stamps)
        assert client.code("set_simulation_state", state(3)) == OK
        assert client.wait(stepping).result.result == ResultCode.OPERATION_FAILED
        loop.thread.join(10)
        assert not loop.thread.is_alive()
        assert client.code("get_entities") == ResultCode.OPERATION_FAILED  # and it is answered
    finally:
        loop.is_stopped = True
        client.spinner.shutdown()
        executor.shutdown()
        spinning.join()
        client.destroy_node()
        node.destroy_node()
        rclpy.shutdown(context=context)


PROGRAM = """
import sys
from physai_sim import rosless
rosless.install()
from physai_sim.ros.sim_node import main
sys.exit(main(sys.argv))
"""


@pytest.fixture
def live():
    """A client of the real program, which plays one episode of `reach`, and its process."""
    words = ("world:=reach", "episodes:=1", "autostart:=false")
    command = [sys.executable, "-c", PROGRAM, "--ros-args"]
    command += [word for pair in words for word in ("-p", pair)]
    domain = DOMAIN + 6
    process = subprocess.Popen(command, env=os.environ | {"ROS_DOMAIN_ID": str(domain)})
    context = Context()
    rclpy.init(context=context, domain_id=domain)
    client = Client(context)
    try:
        client.until(lambda: "sim" in client.get_node_names(), 60)
        services = client.get_service_names_and_types_by_node
        client.until(lambda: len(services("sim", "/")) > 28)
        yield client, process
    finally:
        process.kill()
        process.wait()
        client.spinner.shutdown()
        client.destroy_node()
        rclpy.shutdown(context=context)


@pytest.mark.slow
def test_the_program_steps_with_a_clock_for_each_and_restarts_its_time(live):
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
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", __file__]
    environment = os.environ | {"PHYSAI_SIMULATION_INTERFACES": "2"}
    done = subprocess.run(
        command, check=False, env=environment, capture_output=True, text=True, timeout=250
    )
    assert done.returncode == 0, done.stdout[-4000:]
