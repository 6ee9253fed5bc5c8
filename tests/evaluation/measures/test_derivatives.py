import numpy as np
import pytest

from physai_sim.evaluation.measures.derivatives import derivative


def test_the_derivative_of_a_parabola_is_exact_to_the_ends():
    t = np.arange(20) / 10
    np.testing.assert_allclose(derivative(3 * t**2 - t + 2, 10), 6 * t - 1, atol=1e-9)


def test_a_constant_has_no_slope():
    np.testing.assert_allclose(derivative(np.full(9, 4.2), 50), 0.0, atol=1e-9)


def test_noise_is_damped_as_the_filter_of_five_points_says():
    spike = np.zeros(11)
    spike[5] = 1.0
    # Savitzky and Golay (1964), table of first derivatives: (-2 -1 0 1 2) / 10.
    expected = np.zeros(11)
    expected[3:8] = [0.2, 0.1, 0.0, -0.1, -0.2]
    np.testing.assert_allclose(derivative(spike, 1), expected, atol=1e-12)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5])
def test_short_inputs_keep_their_length(count):
    result = derivative(np.arange(count, dtype=float), 10)
    assert result.shape == (count,)
    if count > 1:
        np.testing.assert_allclose(result, 10.0)
    else:
        assert not result.any()
