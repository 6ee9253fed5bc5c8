"""Segmentation: stable numbers with names."""

import numpy as np

from physai_sim.rendering.camera import camera_pose, project


def test_numbers_follow_the_order_of_the_world_and_nothing_is_zero(sense):
    session, sensor = sense("front_segmentation")
    labels = session.spec.sensors["front_segmentation"].labels
    assert list(labels) == list(session.world.bodies)
    image = sensor.read(session.world)
    assert (image[0, 0] == 0).all()  # the sky
    assert (image[(image == 0).any(axis=-1)] == 0).all()
    assert image[..., 0].max() <= len(labels)


def test_the_pixel_at_the_wall_has_its_number(sense):
    session, sensor = sense("front_segmentation")
    camera = sensor._camera
    at = camera_pose(session.world, camera).inverse().matrix() @ [40.0, 0.0, 1.0, 1.0]
    column, row = np.round(project(camera, at[None, :3])[0]).astype(int)
    body, link = sensor.read(session.world)[row, column]
    labels = session.spec.sensors["front_segmentation"].labels
    assert list(labels)[body - 1] == "wall"
    assert labels["wall"][link - 1] == "link0"


def test_links_of_an_arm_have_the_engines_names(open_session):
    camera = (
        "{model: segmentation_camera, rate_hz: 15, width_px: 224, height_px: 224, near_m: 0.1, "
        "far_m: 5.0, vertical_fov_rad: 0.9, "
        "mount: {position_m: [1.45, -0.75, 1.25], look_at_m: [0.3, 0.0, 0.65]}}"
    )
    session = open_session("reach", f"sensors.front_depth={camera}")
    session.reset(0)
    image, body = session._readings["front_depth"], session.world.bodies["arm"]
    labels = session.spec.sensors["front_depth"].labels
    number = 1 + list(labels).index("arm")
    seen = {labels["arm"][link - 1] for link in np.unique(image[image[..., 0] == number, 1])}
    assert {"panda_hand", "panda_link2", "panda_link4"} <= seen
    for link, index in body.links.items():
        assert labels["arm"][index + 1] == link


def test_a_state_only_session_does_not_draw_it(open_session, all_sensors):
    session = open_session(all_sensors, cameras=False)
    assert "front_segmentation" not in session.reset(0).sensors
