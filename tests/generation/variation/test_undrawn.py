"""A renderer that draws less says so."""

from physai_sim.core.rollouts import Expansion
from physai_sim.generation.variation.appearance import appearance
from physai_sim.generation.variation.undrawn import undrawn


def test_tiny_says_what_it_leaves_out():
    told = undrawn(appearance("night+rain+wet"), "tiny")
    assert told is not None
    assert told.startswith("night+rain+wet: the renderer tiny draws")
    assert "\n" not in told


def test_raster_draws_all_and_physics_is_no_look():
    assert undrawn(appearance("night+rain+wet"), "raster") is None
    assert undrawn(Expansion("physics", "a", ("scene.ground.friction=0.1",)), "tiny") is None


def test_colours_alone_are_drawn_by_both():
    plain = Expansion("appearance", "red", ("scene.ground.color_rgba=[1.0, 0.0, 0.0, 1.0]",))
    assert undrawn(plain, "tiny") is None
