"""Weather lies on what stands outdoors and on furniture, not on what is handled."""

from physai_sim.core.config import load_world
from physai_sim.envs.session import Session
from physai_sim.rendering.gl.surfaces import is_flat, is_wettable


def _wettable(world):
    session = Session(load_world(world), cameras=False)
    try:
        session.reset(0)
        bodies = session.world.bodies.values()
        return {b.name for b in bodies if is_wettable(b)}, {b.name for b in bodies if is_flat(b)}
    finally:
        session.close()


def test_tables_are_surfaces_and_cubes_plates_and_arms_are_not():
    wettable, flat = _wettable("pick_place")
    assert wettable == {"ground", "table"}
    assert flat == {"ground"}


def test_roads_kerbs_and_roofs_are_and_cars_are_not():
    wettable, flat = _wettable("lane_curve")
    assert {"ground", "road_asphalt", "kerb_0", "house_1"} <= wettable
    assert "ego" not in wettable
    assert not {"kerb_0", "house_1"} & flat
