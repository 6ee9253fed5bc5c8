"""Parabolas and bounces of a ball whose constants are known in closed form."""

import numpy as np
import pytest

from physai_sim.generation.physics.bounces import Estimate, bounces, combined
from physai_sim.generation.physics.flights import Flight
from physai_sim.generation.physics.parabolas import fitted, parabolas, stretches

HZ, SIGMA = 24, 0.003


def ball(g=9.81, e=0.75, *, start=1.0, seconds=2.0, noise=0.0, hz=HZ, seed=0):
    """Height of the lowest point of a ball that is let go at `start`, and its path."""
    times = np.arange(int(seconds * hz)) / hz
    fall = np.sqrt(2 * start / g)
    heights = np.zeros(len(times))
    for k, t in enumerate(times):
        begin, speed = -fall, g * fall
        while t >= begin + 2 * speed / g and speed > 0.1:
            begin, speed = begin + 2 * speed / g, speed * e
        speed = speed if speed > 0.1 else 0.0
        heights[k] = max(0.0, speed * (t - begin) - g * (t - begin) ** 2 / 2)
    rng = np.random.default_rng(seed)
    heights += noise * rng.standard_normal(len(times))
    along = 0.6 * times + noise * rng.standard_normal(len(times))
    return Flight(times, along, heights, np.full(len(times), SIGMA))


def arcs(path):
    return parabolas(path.times_s, path.height_m, path.sigma_m)


@pytest.mark.parametrize("g", [9.81, 0.85 * 9.81, 1.62])
def test_gravity_is_exact_without_noise(g):
    found = arcs(ball(g, start=1.0))
    assert [-2 * arc.values[2] for arc in found] == pytest.approx([g] * len(found), rel=1e-9)
    assert found


@pytest.mark.parametrize("e", [0.6, 0.75, 0.95])
def test_restitution_is_exact_without_noise(e):
    found = bounces(ball(e=e), 9.81)
    assert len(found) >= 2
    assert [b.restitution.value for b in found] == pytest.approx([e] * len(found), rel=1e-6)


def test_a_bounce_is_where_and_when_it_is():
    first = bounces(ball(), 9.81)[0]
    assert first.time_s == pytest.approx(np.sqrt(2 / 9.81), rel=1e-6)
    assert first.height_m == pytest.approx(0.0, abs=1e-6)


def test_energy_of_a_bounce_is_lost_as_its_restitution_says():
    first = bounces(ball(e=0.8), 9.81)[0]
    assert first.energy_rise_jpkg.value == pytest.approx(9.81 * (0.8**2 - 1), rel=1e-6)


def test_the_standard_error_of_gravity_is_that_of_many_trials():
    fits = [fitted_g(seed) for seed in range(200)]
    spread = np.std([value for value, _ in fits])
    assert np.mean([error for _, error in fits]) == pytest.approx(spread, rel=0.15)
    assert np.mean([value for value, _ in fits]) == pytest.approx(9.81, abs=3 * spread / 200**0.5)


def fitted_g(seed):
    path = ball(noise=SIGMA, seconds=0.42, seed=seed)
    fit = fitted(path.times_s, path.height_m, path.sigma_m, 2)
    return -2 * fit.values[2], 2 * np.sqrt(fit.covariance[2, 2])


def test_the_standard_error_of_restitution_is_that_of_many_trials():
    found = [bounces(ball(noise=SIGMA, seed=seed), 9.81)[0].restitution for seed in range(200)]
    spread = np.std([e.value for e in found])
    assert np.mean([e.error for e in found]) == pytest.approx(spread, rel=0.2)


def test_what_lies_still_or_is_lifted_evenly_is_no_flight():
    times = np.arange(30) / HZ
    noise = SIGMA * np.random.default_rng(0).standard_normal(30)
    for heights in (noise, 0.3 * times + noise, 2.0 * times**2 + noise):
        assert parabolas(times, heights, np.full(30, SIGMA)) == []


def test_a_path_that_is_no_parabola_is_not_fitted():
    times = np.arange(40) / HZ
    heights = -0.3 * (1 + np.sin(2 * np.pi * times / 1.2)) * times
    assert parabolas(times, heights, np.full(40, SIGMA / 10)) == []


def test_a_path_is_cut_at_each_bounce_and_nowhere_else():
    path = ball()
    parts = list(stretches(path.times_s, path.height_m, path.sigma_m))
    # Bounces are at frames 10.8, 27.1 and 39.3: that at 27 is in neither.
    assert [(p.start, p.stop) for p in parts][:3] == [(0, 11), (11, 27), (28, 40)]


def test_frames_that_are_missing_do_not_matter():
    path = ball()
    kept = np.ones(len(path.times_s), dtype=bool)
    kept[[3, 4, 15, 30]] = False
    seen = Flight(*(a[kept] for a in (path.times_s, path.along_m, path.height_m, path.sigma_m)))
    assert [-2 * arc.values[2] for arc in arcs(seen)][:2] == pytest.approx([9.81] * 2, rel=1e-9)


def test_estimates_that_disagree_are_worth_less_together():
    agree = combined([Estimate(1.0, 0.1), Estimate(1.0, 0.1)])
    assert (agree.value, agree.error) == pytest.approx((1.0, 0.1 / 2**0.5))
    disagree = combined([Estimate(0.0, 0.1), Estimate(2.0, 0.1)])
    assert disagree.error == pytest.approx(1.0)
