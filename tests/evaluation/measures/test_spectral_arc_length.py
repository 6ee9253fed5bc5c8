import numpy as np
import pytest

from physai_sim.evaluation.measures.spectral_arc_length import spectral_arc_length


def stroke(duration_s, hz, *, peak=1.0):
    """Speed of a minimum-jerk movement (Flash and Hogan 1985): 30 t^2 (1 - t)^2, scaled."""
    t = np.linspace(0.0, 1.0, round(duration_s * hz) + 1)
    return peak * 16.0 * t**2 * (1.0 - t) ** 2


def test_one_even_stroke_is_between_minus_1_4_and_minus_1_6():
    assert -1.6 < spectral_arc_length(stroke(1.0, 100), 100) < -1.4


def test_a_straight_spectrum_is_as_long_as_a_diagonal():
    # A triangle in frequency falls evenly from 1 to the threshold, so the arc is the hypotenuse
    # of 1 and 0.95; sinc squared over time has such a spectrum.
    t = np.arange(-4000, 4001) / 200.0
    length = spectral_arc_length(np.sinc(4.0 * t) ** 2, 200.0)
    assert length == pytest.approx(-np.hypot(1.0, 0.95), abs=0.02)


@pytest.mark.parametrize("duration_s", [0.7, 2.0, 5.0])
def test_the_duration_of_a_movement_leaves_it_equal(duration_s):
    slow = spectral_arc_length(stroke(duration_s, 100), 100)
    assert slow == pytest.approx(spectral_arc_length(stroke(1.0, 100), 100), abs=0.02)


def test_the_amplitude_of_a_movement_leaves_it_equal():
    once = spectral_arc_length(stroke(1.0, 100), 100)
    assert spectral_arc_length(stroke(1.0, 100, peak=7.5), 100) == pytest.approx(once, rel=1e-12)


def test_each_halt_on_the_way_makes_a_movement_rougher():
    lengths = [
        spectral_arc_length(np.concatenate([stroke(1.0, 100)] * strokes), 100)
        for strokes in (1, 2, 3, 4)
    ]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[1] < lengths[0] - 0.5


def test_shaking_makes_a_movement_rougher():
    t = np.linspace(0.0, 1.0, 101)
    shaken = stroke(1.0, 100) + 0.3 * np.sin(2 * np.pi * 3.5 * t) ** 2
    assert spectral_arc_length(shaken, 100) < spectral_arc_length(stroke(1.0, 100), 100) - 0.3


def test_what_is_beyond_half_of_the_rate_is_not_counted_twice():
    assert spectral_arc_length(stroke(3.0, 12), 12) == pytest.approx(
        spectral_arc_length(stroke(3.0, 100), 100), abs=0.05
    )


def test_no_movement_has_no_smoothness():
    assert spectral_arc_length(np.zeros(50), 100) is None
    assert spectral_arc_length(np.ones(1), 100) is None
