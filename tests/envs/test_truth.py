"""Ground truth for recordings: every physics step's contacts, states of what moves."""

import pytest


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
