"""Ground truth for recordings: every physics step's contacts, states of what moves."""

import json

import pytest

from physai_sim.core import paths
from physai_sim.core.strict import parse
from physai_sim.roads.config import RoadsConfig
from physai_sim.roads.network import RoadNetwork


def test_a_touch_between_stamps_is_recorded(open_session):
    session = open_session("reach", record_contacts=True, cameras=False)
    session.reset(0)
    assert session.step_truth().contacts == ()
    down = [0.0, 0.0, -0.03, 0.0, 0.0, 0.0, 0.08]
    while session.step(down).outcome is None:
        pass
    found = session.step_truth().contacts
    assert {contact.body_b for contact in found} == {"table"}
    assert {contact.body_a for contact in found} == {"arm"}
    pairs = [(c.link_a, c.link_b) for c in found]
    assert len(pairs) == len(set(pairs))


def test_contacts_are_those_since_the_last_stamp(open_session):
    session = open_session("lane_curve", record_contacts=True, cameras=False)
    session.reset(0)
    for _ in range(5):
        session.step([0.0, 0.0])
        found = session.step_truth().contacts
        assert {contact.body_b for contact in found} == {"ground"}
        assert len(found) == 4


def test_without_recording_there_are_none(open_session):
    session = open_session("lane_curve", cameras=False)
    session.reset(0)
    session.step([0.0, 0.0])
    assert session.step_truth().contacts == ()


def test_states_are_the_engines_and_leave_out_what_never_moves(open_session):
    session = open_session("lane_curve", cameras=False)
    session.reset(0)
    step = session.step([1.0, 0.0])
    truth = session.step_truth()
    assert set(truth.bodies) == {"ego"}
    assert truth.bodies["ego"] == session.world.bodies["ego"].state()
    assert (truth.stamp_ns, truth.reward) == (100_000_000, step.reward)
    assert truth.end_effectors == {}


def test_an_arms_tool_is_part_of_it(open_session):
    session = open_session("reach", cameras=False)
    session.reset(0)
    truth = session.step_truth()
    tool = session.stage.robots["arm"].end_effector_pose()
    assert truth.end_effectors == {"arm": tool}
    assert "target" in truth.bodies
    assert "ground" not in truth.bodies


@pytest.mark.parametrize("world", ["reach", "lane_curve"])
def test_the_episodes_truth_names_every_body(world, open_session):
    session = open_session(world, cameras=False)
    session.reset(0)
    assert set(session.episode_truth().bodies) == set(session.world.bodies)
    assert bool(session.episode_truth().route) == (world == "lane_curve")


@pytest.mark.parametrize("world", paths.available("worlds"))
def test_roads_are_plain_data_that_give_the_network_again(world, open_session):
    session = open_session(world, cameras=False)
    session.reset(0)
    roads, network = session.episode_truth().roads, session.stage.roads
    assert (roads is None) == (network is None)
    if roads is not None:
        read = json.loads(json.dumps(roads))
        again = RoadNetwork.from_config(parse(RoadsConfig, read, where="roads"))
        assert again.lanes.keys() == network.lanes.keys()
        for name, lane in network.lanes.items():
            assert again.lanes[name].segments == lane.segments, name
            assert again.lanes[name].speed_limit_mps == lane.speed_limit_mps


def test_a_box_lies_where_its_middle_says(open_session):
    session = open_session("lane_curve", cameras=False)
    session.reset(0)
    ego, bodies = session.world.bodies["ego"], session.episode_truth().bodies
    assert bodies["ego"].middle_m == ego.middle_m
    assert bodies["ego"].middle_m[0] == pytest.approx(2.85 / 2, abs=0.3)
    assert bodies["house_1"].middle_m == (0.0, 0.0, 0.0)


def test_conditions_are_those_of_the_task(open_session):
    session = open_session("parking", cameras=False)
    session.reset(0)
    truth = session.step_truth()
    assert truth.conditions == session.task.conditions(session.stage)
    assert truth.is_success is all(truth.conditions.values()) is False
