"""Nine lights that nobody could mistake for one another."""

import itertools

from physai_sim.generation.variation.lighting import LIGHTINGS


def test_there_are_nine_and_no_two_are_alike():
    assert len(LIGHTINGS) == 9
    for one, other in itertools.combinations(LIGHTINGS.values(), 2):
        assert one != other


def test_cars_light_their_way_when_it_is_dark():
    for name, light in LIGHTINGS.items():
        assert light.headlights == (max(light.sky_rgb) < 0.65), name


def test_the_sun_is_low_and_red_at_the_ends_of_the_day():
    for name in ("sunrise", "golden_hour"):
        x, y, z = LIGHTINGS[name].direction
        red, _, blue = LIGHTINGS[name].sun_rgb
        assert z / (x * x + y * y + z * z) ** 0.5 < 0.5
        assert red > 1.5 * blue
