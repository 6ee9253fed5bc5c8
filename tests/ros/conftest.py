"""Live simulations for the tests of this folder, in this process and in others."""

import itertools
import os
import subprocess
import sys
import threading
import time

import pytest
import yaml

from physai_sim import rosless
from physai_sim.core import paths

rosless.install()

import rclpy  # noqa: E402 - served from here on where there is no ROS
from rclpy import logging  # noqa: E402
from rclpy.executors import MultiThreadedExecutor  # noqa: E402
from rclpy.node import Node  # noqa: E402
from rclpy.time import Time  # noqa: E402

from physai_sim.ros.make import message_class  # noqa: E402
from physai_sim.ros.sim_node import SimNode  # noqa: E402

PATIENCE_S = 30.0
CAMERAS = ("rgb_camera", "depth_camera", "segmentation_camera")
_TURNS = {False: itertools.count(), True: itertools.count()}


def next_domain(*, slow):
    """A DDS domain for a test: 100 to 119, slow ones 120 to 139; four for each worker of xdist."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return (120 if slow else 100) + (next(_TURNS[slow]) + 4 * worker) % 20


def until(condition, what="it does not come to pass"):
    """Wait for a condition; gives its value."""
    deadline = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        assert time.monotonic() < deadline, what() if callable(what) else what
        time.sleep(0.01)
    return found


def words_of(parameters):
    """Parameters as words of a command line."""
    texts = {True: "true", False: "false"}
    shown = {k: texts[v] if isinstance(v, bool) else v for k, v in parameters.items()}
    return [word for k, v in shown.items() for word in ("-p", f"{k}:={v}")]


class Live:
    """A simulation in this process, and an onlooker beside it."""

    until = staticmethod(until)

    def __init__(self, parameters, words=(), *, domain=None):
        self.domain = domain or next_domain(slow=False)
        os.environ["ROS_DOMAIN_ID"] = str(self.domain)
        given = {"real_time_factor": 0.0, **parameters}
        rclpy.init(args=["--ros-args", "--log-level", "warn", *words_of(given), *words])
        self.node = Node("onlooker", use_global_arguments=False)
        self.executor = MultiThreadedExecutor(4)
        self.executor.add_node(self.node)
        self.thread = threading.Thread(target=self.executor.spin, daemon=True)
        self._known, self.sim = {}, None

    def start(self):
        """Start the simulation, after the onlooker has subscribed to what is said once."""
        self.sim = SimNode()
        self.add(self.sim)
        return self

    def add(self, node):
        self.executor.add_node(node)
        self.spin()
        return node

    def spin(self):
        if not self.thread.is_alive():
            self.thread.start()

    def hear(self, topic, type_name, qos=10):
        """A list that fills with the messages of a topic."""
        heard, kind = [], message_class(type_name)
        subscription = self.node.create_subscription(kind, topic, heard.append, qos)
        until(lambda: self.node.count_publishers(subscription.topic_name) or self.sim is None)
        return heard

    def publisher(self, topic, type_name):
        """A publisher that is already heard."""
        made = self.node.create_publisher(message_class(type_name), topic, 10)
        until(lambda: made.get_subscription_count() > 0, f"nobody listens to {topic}")
        return made

    def call(self, name, type_name, **fields):
        """The response of a service of the simulation."""
        kind = message_class(type_name)
        if name not in self._known:
            self._known[name] = self.node.create_client(kind, f"sim/{name}")
            assert self._known[name].wait_for_service(timeout_sec=PATIENCE_S)
        future = self._known[name].call_async(kind.Request(**fields))
        until(future.done, f"{name} does not answer")
        return future.result()

    def step(self, steps=1):
        """Take control steps while the simulation is paused."""
        kind = "simulation_interfaces/srv/StepSimulation"
        done = self.call("step_simulation", kind, steps=steps).result
        assert done.result == 1, done.error_message

    def after(self, act, heard, count=1):
        """The last message of a topic once an act has brought some more."""
        wanted = len(heard) + count
        act()
        until(lambda: len(heard) >= wanted, f"{len(heard)} of {wanted} messages")
        return heard[-1]

    def now(self):
        """Simulated time."""
        return Time(nanoseconds=self.sim.now_ns())

    def state(self, number):
        """0 stopped, 1 playing, 2 paused."""
        state = message_class("simulation_interfaces/msg/SimulationState")(state=number)
        kind = "simulation_interfaces/srv/SetSimulationState"
        return self.call("set_simulation_state", kind, state=state)

    def reset(self, **fields):
        """Begin an episode."""
        return self.call("reset_episode", "physai_msgs/srv/ResetEpisode", **fields)

    def counts(self):
        """What diagnostics say of commands: numbers by name."""
        (status,) = [s for s in self.sim.statuses() if s.name == "commands"]
        return {name: int(value) for name, value in status.values.items()}

    def tell(self, publisher, message):
        """Publish a command, and wait until it was taken or refused; gives how counts changed."""
        before = self.counts()
        seen = before["accepted"] + before["refused"]
        publisher.publish(message)
        until(lambda: (now := self.counts())["accepted"] + now["refused"] > seen)
        after = self.counts()
        return {k: v - before.get(k, 0) for k, v in after.items() if v != before.get(k, 0)}

    def faults(self):
        """What is wrong now, by name."""
        return {s.name: s.message for s in self.sim.statuses() if int(s.level) == 2}

    def close(self):
        if self.sim is not None:
            self.sim.close()
        self.executor.shutdown()
        self.node.destroy_node()
        rclpy.shutdown()
        logging.clear_config()  # the level that was given holds for a process
        if self.thread.is_alive():
            self.thread.join()


def _merge(into, changes):
    for key, value in changes.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


class Crew:
    """Nodes in processes of their own, in a domain of their own."""

    until = staticmethod(until)

    def __init__(self, folder):
        self.domain, self.folder = next_domain(slow=True), folder
        self._started = []

    def start(self, module, *words, **parameters):
        """`start("sim_node", "-r", "__ns:=/a", world="reach")`: a process that runs."""
        command = [sys.executable, "-m", f"physai_sim.ros.{module}", "--ros-args"]
        log = (self.folder / f"{len(self._started)}_{module}.log").open("w+", encoding="utf-8")
        environment = {**os.environ, "ROS_DOMAIN_ID": str(self.domain)}
        process = subprocess.Popen(
            [*command, *words_of(parameters), *words],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        self._started.append((process, log))
        process.said = lambda: (self.folder / log.name).read_text(encoding="utf-8")
        return process

    def ends(self, process, seconds=120):
        """The exit code of a process."""
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            pytest.fail(f"it goes on: {process.said()[-2000:]}")

    def run(self, module, *words, **parameters):
        """Exit code of a process, and what it said."""
        process = self.start(module, *words, **parameters)
        return self.ends(process), process.said()

    def close(self):
        for process, log in self._started:
            if process.poll() is None:
                process.kill()
            process.wait()
            log.close()


@pytest.fixture
def crew(tmp_path):
    """`crew.start("policy_node", policy="random")`: nodes in processes of their own."""
    made = Crew(tmp_path)
    yield made
    made.close()


@pytest.fixture
def onlooker(crew):
    """A node of this process among those of the crew."""
    made = Live({}, domain=crew.domain)
    made.spin()
    yield made
    made.close()


@pytest.fixture(scope="session")
def blind_world(tmp_path_factory):
    """`blind_world("reach")`: a world file without cameras, which are slow, or randomisation."""

    def make(name, /, **changes):
        source = paths.available("worlds")[name]
        world = yaml.safe_load(source.read_text(encoding="utf-8"))
        kept = {k: s for k, s in world["sensors"].items() if s["model"] not in CAMERAS}
        world["sensors"] = kept
        _merge(world, changes)
        world.pop("randomize", None)
        world["renderer"] = "tiny"  # the other one belongs to the first thread of a process
        path = tmp_path_factory.mktemp("worlds") / f"{name}.yaml"
        path.write_text(yaml.safe_dump(world, sort_keys=False), encoding="utf-8")
        return path

    return make


@pytest.fixture(scope="module")
def live():
    """`live(world=..., autostart=False)`: a simulation not yet started, in place of the last."""
    opened = []

    def close():
        while opened:
            opened.pop().close()

    def open_(*words, **parameters):
        close()
        opened.append(Live(parameters, words))
        return opened[-1]

    yield open_
    close()
