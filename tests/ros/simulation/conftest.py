"""The services of simulation_interfaces over DDS, on a live world, in the version installed.

Everything here runs for either version: requests are filled by the fields that they have.
"""

import contextlib
import importlib
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

from physai_sim.control.control_error import ResultCode
from physai_sim.control.post import Post
from physai_sim.control.sim_control import SimControl
from physai_sim.control.sim_state import SimState
from physai_sim.control.spawn_models import Resource
from physai_sim.envs.session import Session
from physai_sim.ros.simulation_services import SimulationServices

OK = ResultCode.OK
VERSION = os.environ.get("PHYSAI_SIMULATION_INTERFACES", "1")
# Of its own for each version and for each worker of xdist; those of single tests follow it.
DOMAIN = 60 + int(VERSION) + 10 * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 4)


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


@contextlib.contextmanager
def simulation(domain):
    """A client, the world's loop and the services, each in threads of its own."""
    context = Context()
    rclpy.init(context=context, domain_id=domain)
    node, loop = Node("sim", context=context), Loop()
    services = SimulationServices(node, loop.control, loop.post)
    executor = MultiThreadedExecutor(4, context=context)
    executor.add_node(node)
    spinning = threading.Thread(target=executor.spin)
    spinning.start()
    loop.thread.start()
    client = Client(context)
    try:
        client.until(lambda: "sim" in client.get_node_names())
        client.until(lambda: len(client.get_service_names_and_types_by_node("sim", "/")) > 28)
        yield client, loop, services
    finally:
        loop.is_stopped = True
        loop.thread.join()
        client.spinner.shutdown()
        executor.shutdown()
        spinning.join()
        client.destroy_node()
        node.destroy_node()
        rclpy.shutdown(context=context)


@pytest.fixture(scope="module")
def rig():
    with simulation(DOMAIN) as found:
        yield found


@pytest.fixture
def own_rig():
    """A simulation for one test alone, in which `reach` is loaded; its client and its loop."""
    with simulation(DOMAIN + 4) as (client, loop, _):
        loop.post.ask(lambda: loop.control.load(Resource("reach")), timeout_s=30)
        yield client, loop


@pytest.fixture
def bare_node():
    """A node that nobody spins."""
    context = Context()
    rclpy.init(context=context, domain_id=DOMAIN + 2)
    node = Node("sim", context=context)
    yield node
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


def state(number):
    """Fills a SetSimulationState."""
    return lambda request: setattr(request.state, "state", number)


@pytest.fixture(name="state")
def _state():
    return state


def at(x=0.0, y=0.0, z=0.0, frame=""):
    """Fills the pose of a spawn."""

    def fill(request):
        request.initial_pose.header.frame_id = frame
        place = request.initial_pose.pose.position
        place.x, place.y, place.z = x, y, z

    return fill


@pytest.fixture(name="at")
def _at():
    return at


def tagged(*tags, needs_all=False):
    def fill(request):
        request.filters.tags.tags = list(tags)
        request.filters.tags.filter_mode = int(needs_all)

    return fill


@pytest.fixture(name="tagged")
def _tagged():
    return tagged


def robots_only(request):
    category = importlib.import_module("simulation_interfaces.msg").EntityCategory
    request.filters.categories = [category(category=category.CATEGORY_ROBOT)]


@pytest.fixture(name="robots_only")
def _robots_only():
    return robots_only


def within_box(request):
    point = importlib.import_module("geometry_msgs.msg").Vector3
    request.filters.bounds.type = request.filters.bounds.TYPE_BOX
    request.filters.bounds.points = [point(x=9.0, y=9.0, z=9.0), point(x=8.0, y=8.0, z=1.0)]


@pytest.fixture(name="within_box")
def _within_box():
    return within_box


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


@pytest.fixture(name="simulate")
def _simulate():
    return simulate


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
