"""Mounts: in the world, on a body, on a link."""

import numpy as np
import pytest

from physai_sim.core.errors import UnknownNameError
from physai_sim.core.geometry import from_rpy
from physai_sim.sensors.mount import PlaceConfig, carrier, mount_pose, mount_spec

PLACE = {"position_m": (0.1, 0.2, 0.3), "rpy_rad": (0.0, 0.0, 0.5)}


@pytest.fixture
def world(open_session):
    session = open_session("reach", cameras=False)
    session.reset(0)
    return session.world


def test_a_mount_on_a_body_is_on_its_base_link(world):
    spec = mount_spec(world, PlaceConfig(parent="arm", **PLACE), sensor="it")
    assert spec.parent == f"arm/{world.bodies['arm'].base_link}"
    assert spec.pose_sensor_in_parent.position_m == (0.1, 0.2, 0.3)
    assert spec.pose_sensor_in_parent.rotation_xyzw == from_rpy(0.0, 0.0, 0.5)


def test_a_sensor_moves_with_its_link(world):
    place = PlaceConfig(parent="arm/panda_hand", **PLACE)
    wanted = world.bodies["arm"].link_pose("panda_hand").matrix() @ place.pose().matrix()
    assert np.allclose(mount_pose(world, place, sensor="it").matrix(), wanted)


def test_a_sensor_in_the_world_stands_where_it_was_put(world):
    place = PlaceConfig(parent="world", **PLACE)
    assert carrier(world, place, sensor="it") is None
    assert mount_spec(world, place, sensor="it").parent == "world"
    assert mount_pose(world, place, sensor="it") == place.pose()


@pytest.mark.parametrize(
    ("parent", "what"), [("ghost", "no such body, got 'ghost'"), ("arm/tail", "no such link")]
)
def test_an_unknown_parent_is_refused_with_the_sensor(parent, what, world):
    with pytest.raises(UnknownNameError, match=rf"sensors\.it\.mount\.parent: {what}"):
        mount_spec(world, PlaceConfig(parent=parent), sensor="it")
