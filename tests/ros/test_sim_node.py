"""The node as a program: lock-step and its time-outs, ends and exit codes, what is left behind."""

import json
import signal

import pytest
from ackermann_msgs.msg import AckermannDriveStamped

from physai_sim.core import paths
from physai_sim.core.config import load_world
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.run import run
from physai_sim.evaluation.run_request import RunRequest

pytestmark = pytest.mark.slow
FAST = {"real_time_factor": 0.0, "end": True, "episodes": 1}
LOCKSTEP = {**FAST, "lockstep": "['policy']", "wait_for": "['policy']"}
TICK = "physai_msgs/msg/Tick"
NEAR_M = {"parking": 1e-2}
"""AckermannDrive is of single precision, which wheels that turn on the spot make much of."""


def lockstep(crew, world, **parameters):
    """A simulation and the expert of its world, in lock-step."""
    sim = crew.start("sim_node", **{**LOCKSTEP, "world": world, **parameters})
    return sim, crew.start("policy_node", world=world, lockstep=True)


@pytest.mark.parametrize("name", sorted(paths.available("worlds")))
def test_a_world_in_lockstep_ends_where_it_ends_in_one_process(crew, blind_world, tmp_path, name):
    world = blind_world(name, time_limit_s=5.0)
    live, plain = tmp_path / "live", tmp_path / "plain"
    sim, _ = lockstep(crew, world, seed=3, out=live)
    config = load_world(str(world))
    request = RunRequest(config=config, policy=config.expert, episodes=1, seed=3, out=plain)
    run(request, progress=lambda *_: None)
    assert crew.ends(sim) == 0, sim.said()
    assert json.loads((live / "metrics.json").read_text(encoding="utf-8"))
    ours, theirs = (load_episode(out / "episode_000") for out in (live, plain))
    assert ours.outcome == theirs.outcome
    for kind in ("odometry", "tools"):
        for robot, rows in getattr(theirs, kind).items():
            last = getattr(ours, kind)[robot][-1]
            assert last[:3] == pytest.approx(rows[-1][:3], abs=NEAR_M.get(name, 1e-3))


def test_messages_of_a_lockstep_run_are_exactly_as_many_as_its_steps(crew, blind_world, tmp_path):
    out, bag = tmp_path / "out", tmp_path / "bag"
    recorder = crew.start("recorder_node", out=bag)
    sim, _ = lockstep(crew, blind_world("reach"), out=out, wait_for="['policy', 'recorder']")
    assert crew.ends(sim) == 0, sim.said()
    recorder.send_signal(signal.SIGINT)
    assert crew.ends(recorder) == 130
    steps = load_episode(out / "episode_000").outcome.steps
    with open_bag(bag) as reader:
        counted = dict.fromkeys(reader.topics, 0)
        for message in reader.serialised():
            counted[message.topic] += 1
        assert reader.qos["/tf_static"].durability == "transient_local"
        assert reader.lost is None
    for topic in ("/clock", "/sim/tick", "/joint_states", "/sim/ground_truth/bodies"):
        assert counted[topic] == steps + 1, topic
    for topic in ("/tool_twist", "/sim/ground_truth/action"):
        assert counted[topic] == steps, topic
    assert counted["/sim/ack"] == steps + 1
    assert counted["/tf_static"] == 1


def test_a_policy_that_is_killed_stops_a_simulation_that_names_it(crew, onlooker, blind_world):
    ticks = onlooker.hear("/sim/tick", TICK)
    sim, policy = lockstep(crew, blind_world("reach", time_limit_s=900.0), lockstep_timeout_s=2.0)
    onlooker.until(lambda: ticks)
    policy.kill()
    assert crew.ends(sim) == 1
    assert "lock-step: no answer after" in sim.said()
    assert "policy: no acknowledgement" in sim.said()


@pytest.mark.parametrize("on_timeout", ["hold", "continue"])
def test_others_go_on_without_the_policy_until_it_answers_again(
    crew, onlooker, blind_world, on_timeout
):
    world = blind_world("reach", time_limit_s=900.0, task={"success_distance_m": 1e-6})
    ticks = onlooker.hear("/sim/tick", TICK, 1000)
    acks = onlooker.hear("/sim/ack", "physai_msgs/msg/Ack", 1000)
    timing = {"lockstep_timeout_s": 0.3, "lockstep_policy": on_timeout}
    sim, policy = lockstep(crew, world, **timing)
    onlooker.until(lambda: len(acks) > 2, sim.said)
    policy.kill()
    policy.wait()
    before = len(ticks)
    onlooker.until(lambda: len(ticks) > before + 2, sim.said)
    answered = len(acks)
    crew.start("policy_node", world=world, lockstep=True)
    onlooker.until(lambda: len(acks) > answered + 5, sim.said)
    assert sim.poll() is None


def test_a_foreign_node_answers_by_stamped_commands_alone(crew, onlooker, blind_world):
    world = blind_world("lane_curve")
    publisher = onlooker.node.create_publisher(AckermannDriveStamped, "/ackermann_cmd", 10)
    ticks = []

    def answer(tick):
        ticks.append(tick)
        message = AckermannDriveStamped(header=tick.header)
        message.drive.speed = 5.0
        if not tick.is_last:
            publisher.publish(message)

    from physai_sim.ros.make import message_class

    onlooker.node.create_subscription(message_class(TICK), "/sim/tick", answer, 10)
    sim = crew.start(
        *("sim_node",),
        **{**FAST, "world": world, "lockstep": "['/ackermann_cmd']", "wait_for": "['onlooker']"},
        set="['time_limit_s=2.0']",
    )
    assert crew.ends(sim) == 0, sim.said()
    assert [tick.index for tick in ticks] == list(range(21))


def test_an_expert_that_is_not_good_enough_gives_code_1(crew, blind_world, tmp_path):
    world = blind_world("reach", time_limit_s=0.3)
    sim, _ = lockstep(crew, world, require_success=0.5, out=tmp_path / "out")
    assert crew.ends(sim) == 1
    metrics = (tmp_path / "out" / "metrics.json").read_text(encoding="utf-8")
    assert '"success' in metrics


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"world": "atlantis"}, "atlantis"),
        ({"world": "reach", "out": "/proc/nowhere"}, "/proc/nowhere"),
        ({"world": "reach", "seed": -1}, "-1"),
        ({"world": "reach", "real_time_factor": -2.0}, "real-time factor"),
        ({"world": "reach", "lockstep": "['policy']", "lockstep_policy": "hope"}, "hope"),
    ],
)
def test_what_was_asked_wrongly_gives_code_2_and_says_why(crew, parameters, says):
    code, said = crew.run("sim_node", **{**FAST, **parameters})
    assert code == 2, said
    assert says in said
    assert "Traceback" not in said


def test_an_interrupted_run_leaves_whole_bags(crew, onlooker, blind_world, tmp_path):
    out, bag = tmp_path / "out", tmp_path / "bag"
    ticks = onlooker.hear("/sim/tick", TICK, 1000)
    world = blind_world("reach", time_limit_s=900.0, task={"success_distance_m": 1e-6})
    recorder = crew.start("recorder_node", out=bag)
    sim, policy = lockstep(crew, world, out=out, wait_for="['policy', 'recorder']")
    onlooker.until(lambda: len(ticks) > 5, sim.said)
    for process in (sim, policy, recorder):
        process.send_signal(signal.SIGINT)
    assert [crew.ends(p) for p in (sim, policy, recorder)] == [130, 130, 130]
    for process in (sim, policy, recorder):
        assert "Traceback" not in process.said()
    assert json.loads((out / "metrics.json").read_text(encoding="utf-8"))
    episode = load_episode(out / "episode_000")
    assert len(episode.actions) > 3
    assert episode.lost is None
    with open_bag(bag) as reader:
        assert reader.lost is None
        assert sum(1 for _ in reader.serialised(["/sim/tick"])) > 3
