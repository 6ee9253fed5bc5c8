"""A parked car stands, in its colour, and is a vehicle to whoever hits it."""

import numpy as np

from physai_sim.simulation.engine import bullet


def test_it_is_a_vehicle_that_stays_where_it_is(open_session):
    session = open_session("parking", cameras=False, record_contacts=True)
    session.reset(0)
    before = session.world.bodies["parked_3"].base_pose()
    for _ in range(5):
        session.step([0.0, 2.0])
    assert session.world.bodies["parked_3"].base_pose() == before
    truth = session.step_truth().bodies["parked_3"]
    assert truth.pose_in_world == before
    assert session.episode_truth().bodies["parked_3"].category == "vehicle"


def test_it_has_the_colour_of_the_world_file(open_session):
    session = open_session("parking", cameras=False)
    session.reset(0)
    body = session.world.bodies["parked_1"]
    shapes = bullet.getVisualShapeData(body.id, physicsClientId=session.world.client)
    wanted = session.config.traffic["parked_1"].paint_rgba
    assert any(np.allclose(shape[7], wanted, atol=1e-6) for shape in shapes)
    assert len({shape[7] for shape in shapes}) > 3  # glass and tyres keep theirs
