"""Stacks side by side: by domain or namespace they do not mix, and a double is refused by name."""

import pytest

pytestmark = pytest.mark.slow
CLOCK = "rosgraph_msgs/msg/Clock"


@pytest.fixture
def world(blind_world):
    return blind_world("reach", time_limit_s=900.0, task={"success_distance_m": 1e-6})


def test_a_second_node_of_the_name_is_refused_by_name(crew, onlooker, world):
    clock = onlooker.hear("/clock", CLOCK)
    first = crew.start("sim_node", world=world)
    onlooker.until(lambda: clock, first.said)
    code, said = crew.run("sim_node", world=world)
    assert code == 2
    assert "/sim publishes this clock already" in said
    assert "ROS_DOMAIN_ID or namespace" in said
    assert first.poll() is None


def test_a_second_clock_of_another_name_is_refused_too(crew, onlooker, world):
    clock = onlooker.hear("/clock", CLOCK)
    first = crew.start("sim_node", world=world)
    onlooker.until(lambda: clock, first.said)
    code, said = crew.run("sim_node", "-r", "__node:=other", world=world)
    assert (code, "/clock" in said) == (2, True)


def test_stacks_in_namespaces_have_clocks_and_answers_of_their_own(crew, onlooker, world):
    relative = ("-r", "/clock:=clock", "-r", "/tf:=tf", "-r", "/tf_static:=tf_static")
    lockstep = {"lockstep": "['policy']", "wait_for": "['policy']", "lockstep_timeout_s": 20.0}
    acks = {}
    for name in ("left", "right"):
        acks[name] = onlooker.hear(f"/{name}/sim/ack", "physai_msgs/msg/Ack", 1000)
        space = ("-r", f"__ns:=/{name}", *relative)
        crew.start("sim_node", *space, world=world, real_time_factor=2.0, **lockstep)
        crew.start("policy_node", *space, world=world, lockstep=True)
    onlooker.until(lambda: all(len(found) > 5 for found in acks.values()))
    topics = dict(onlooker.node.get_topic_names_and_types())
    for name, found in acks.items():
        assert {ack.node for ack in found} == {f"/{name}/policy"}
        for topic in ("clock", "tf", "tf_static", "joint_states", "tool_twist", "sim/tick"):
            assert f"/{name}/{topic}" in topics
            assert onlooker.node.count_publishers(f"/{name}/{topic}") == 1
    alone = [t for t in topics if not t.startswith(("/left/", "/right/"))]
    assert set(alone) <= {"/rosout", "/parameter_events", "/diagnostics"}


def test_stacks_in_domains_do_not_see_one_another(crew, onlooker, world, monkeypatch):
    clock = onlooker.hear("/clock", CLOCK)
    first = crew.start("sim_node", world=world)
    onlooker.until(lambda: clock, first.said)
    crew.domain = 120 + (crew.domain - 120 + 10) % 20
    second = crew.start(
        "sim_node",
        world=world,
        episodes=1,
        end=True,
        real_time_factor=0.0,
        set="['time_limit_s=0.5']",
    )
    assert crew.ends(second) == 0, second.said()
    assert onlooker.node.count_publishers("/clock") == 1
    assert first.poll() is None
