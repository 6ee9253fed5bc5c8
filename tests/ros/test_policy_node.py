"""A policy as a program: it answers ticks; one that raises or stalls leaves the robot at rest."""

import numpy as np
import pytest

from physai_sim.datasets.bag_reader import open_bag
from physai_sim.messages.chunks import chunk_from
from physai_sim.ros.policy_topics import private_name

POLICIES = '''
import time
import numpy as np
from physai_sim.core.types import ActionChunk

class Fast:
    """Full throttle; what goes wrong goes wrong in the first episode alone."""
    needs_privileged = False
    trouble = staticmethod(lambda: None)

    def reset(self, *, spec, seed):
        self.count, self.episode = 0, getattr(self, "episode", -1) + 1
        self.spec = spec

    def infer(self, observation):
        self.count += 1
        if self.episode == 0 and self.count == 8:
            self.trouble()
        rows = np.array([[1.0, 0.0]])
        return ActionChunk(observation.stamp_ns, self.spec.control_hz, rows)

def raises():
    raise RuntimeError("no idea")

class Raises(Fast):
    trouble = staticmethod(raises)

class Stalls(Fast):
    trouble = staticmethod(lambda: time.sleep(4.0))
'''
LEVEL_ERROR = b"\x02"


class Stand:
    """A simulation that is paced, a policy, and who looks on."""

    def __init__(self, crew, onlooker, world, policy):
        self.onlooker = onlooker
        self.reports = onlooker.hear("/diagnostics", "diagnostic_msgs/msg/DiagnosticArray", 100)
        odometry = "/sim/ground_truth/ego/odom"
        self.odometry = onlooker.hear(odometry, "nav_msgs/msg/Odometry", 10)
        sim = {"world": world, "real_time_factor": 1.0, "wait_for": "['policy']"}
        self.sim = crew.start("sim_node", **sim)
        self.policy = crew.start("policy_node", policy=policy, stall_s=1.0)

    def speed(self):
        return self.odometry[-1].twist.twist.linear.x

    def errors(self):
        """Messages of the last report of each node, by name of the status."""
        latest = {}
        for report in self.reports[-4:]:
            latest |= {status.name: status for status in report.status}
        return {n: s.message for n, s in latest.items() if s.level == LEVEL_ERROR}


@pytest.fixture
def stand(crew, onlooker, blind_world, tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(POLICIES, encoding="utf-8")
    task = {"start_speed_mps": [3.0, 3.0], "max_offset_m": 50.0}
    world = blind_world("lane_curve", time_limit_s=900.0, task=task)
    return lambda name: Stand(crew, onlooker, world, f"{file}:{name}")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "says"), [("Raises", "no idea"), ("Stalls", "stalled")])
def test_a_policy_in_trouble_leaves_the_car_at_rest_and_plays_the_next_episode(stand, name, says):
    made = stand(name)
    until = made.onlooker.until
    until(lambda: made.odometry and made.speed() > 3.2, made.policy.said)
    until(lambda: says in str(made.errors()), made.policy.said)
    if name == "Raises":
        until(lambda: abs(made.speed()) < 0.1, made.sim.said)
        until(lambda: "sim: ego" in made.errors(), made.sim.said)
    assert made.policy.poll() is None
    made.onlooker.reset()
    until(lambda: made.speed() > 3.5, made.policy.said)
    until(lambda: made.errors() == {}, lambda: str(made.errors()))


CHUNKS = '''
import numpy as np
from physai_sim.core.types import ActionChunk

class Chunks:
    """Three actions at a time, of any numbers."""
    needs_privileged = False

    def reset(self, *, spec, seed):
        self.rng, self.hz = np.random.default_rng(seed), spec.control_hz

    def infer(self, observation):
        return ActionChunk(observation.stamp_ns, self.hz, self.rng.uniform(-0.01, 0.01, (3, 2)))
'''


@pytest.mark.slow
def test_what_it_decides_is_told_exactly_and_recorded(crew, blind_world, tmp_path):
    policy, bag = tmp_path / "chunks.py", tmp_path / "bag"
    policy.write_text(CHUNKS, encoding="utf-8")
    world = blind_world("lane_curve", time_limit_s=3.0, task={"max_offset_m": 50.0})
    both = {"lockstep": "['policy']", "wait_for": "['policy', 'recorder']"}
    recorder = crew.start("recorder_node", out=bag)
    crew.start("policy_node", policy=f"{policy}:Chunks", lockstep=True)
    sim = crew.start("sim_node", world=world, episodes=2, seed=5, end=True, **both)
    assert crew.ends(sim) == 0, sim.said()
    recorder.terminate()
    crew.ends(recorder)
    with open_bag(bag) as reader:
        found = list(reader.messages(["/policy/chunk", "/sim/tick"]))
    starts = [m.stamp_ns for m in found if m.topic == "/sim/tick" and m.message.index == 0]
    told = [m.message for m in found if m.topic == "/policy/chunk"]
    assert len(told) == 20
    for episode, start_ns in enumerate(starts):
        rng = np.random.default_rng(5 + episode)
        for number, message in enumerate(told[10 * episode : 10 * (episode + 1)]):
            chunk = chunk_from(message, zero_ns=start_ns)
            assert (chunk.start_ns, chunk.hz) == (number * 300_000_000, 10)
            assert np.array_equal(chunk.actions, rng.uniform(-0.01, 0.01, (3, 2)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({}, "no policy was given"),
        ({"policy": "oracle"}, "oracle"),
        ({"world": "atlantis"}, "atlantis"),
    ],
)
def test_a_policy_that_is_none_gives_code_2_and_says_why(crew, parameters, says):
    code, said = crew.run("policy_node", **parameters)
    assert code == 2
    assert says in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_policy_follows_into_another_world_and_over_a_reset_of_time(crew, onlooker, blind_world):
    acks = onlooker.hear("/sim/ack", "physai_msgs/msg/Ack", 1000)
    world = blind_world("reach", time_limit_s=900.0, task={"success_distance_m": 1e-6})
    other = blind_world("reach", time_limit_s=800.0, task={"success_distance_m": 1e-6})
    roots = f"['{other.parent}']"
    both = {"world": world, "lockstep": "['policy']", "wait_for": "['policy']", "roots": roots}
    sim = crew.start("sim_node", real_time_factor=5.0, **both)
    crew.start("policy_node", world=world, lockstep=True)
    onlooker.until(lambda: len(acks) > 5, sim.said)
    kind = "simulation_interfaces/srv/ResetSimulation"
    assert onlooker.call("reset_simulation", kind, scope=0).result.result == 1
    answered = len(acks)
    onlooker.until(lambda: sum(a.commands for a in acks[answered:]) > 10, sim.said)
    loaded = onlooker.call("load_world", "simulation_interfaces/srv/LoadWorld", uri=str(other))
    assert loaded.result.result == 1, loaded.result.error_message
    onlooker.state(1)
    answered = len(acks)
    onlooker.until(lambda: sum(a.commands for a in acks[answered:]) > 10, sim.said)


@pytest.mark.slow
def test_in_lock_step_a_policy_that_comes_late_answers_what_was_said_before(
    crew, onlooker, blind_world
):
    ticks = onlooker.hear("/sim/tick", "physai_msgs/msg/Tick", 100)
    world = blind_world("reach", time_limit_s=0.5, task={"success_distance_m": 1e-6})
    asked = {"lockstep": "['policy']", "lockstep_timeout_s": 100.0, "episodes": 1, "end": True}
    sim = crew.start("sim_node", world=world, **asked)
    onlooker.until(lambda: ticks, sim.said)
    crew.start("policy_node", world=world, lockstep=True)
    assert crew.ends(sim, 60) == 0, sim.said()
    assert [tick.index for tick in ticks] == list(range(len(ticks)))


def test_private_topics_of_a_simulation_are_named_by_its_node():
    assert private_name("/sim/tick", "sim") == "sim/tick"
    assert private_name("/sim/ground_truth/episode", "left/sim") == "left/sim/ground_truth/episode"
