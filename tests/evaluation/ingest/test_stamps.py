import numpy as np
import pytest

from physai_sim.evaluation.ingest.stamps import in_order, resets

S = 1_000_000_000


def stamps(*seconds):
    return np.array([int(second * S) for second in seconds], dtype=np.int64)


@pytest.mark.parametrize(
    ("seconds", "kept", "counts"),
    [
        ((1, 2, 3), (1, 2, 3), (0, 0, 0)),
        ((), (), (0, 0, 0)),
        ((1, 1, 2, 2, 2, 3), (1, 2, 3), (3, 0, 0)),
        ((1, 2, 1.5, 3), (1, 2, 3), (0, 1, 0)),
        ((1, 2, 1, 3), (1, 2, 3), (1, 0, 0)),
        ((0, 1, -1, 2), (1, 2), (0, 0, 2)),
        ((1, 2, 900, 3, 4), (1, 2, 3, 4), (0, 1, 0)),
        ((1, 2, 2**33, 3, 4), (1, 2, 3, 4), (0, 0, 1)),
    ],
)
def test_rising_stamps_are_kept_and_the_others_counted(seconds, kept, counts):
    given = stamps(*seconds)
    order = in_order(given)
    assert given[order.is_kept].tolist() == stamps(*kept).tolist()
    assert (order.duplicates, order.disordered, order.senseless) == counts


@pytest.mark.parametrize(
    ("seconds", "places"),
    [
        ((1, 2, 3), []),
        ((), []),
        ((5, 6, 7, 1, 2, 3), [3]),
        ((5, 6, 1, 2, 0.5), [2]),
        ((5, 9, 1, 9, 1, 2), []),
        ((5, 6, 7, 1), []),
        ((5, 6, 2, 7, 8), []),
        ((5, 6, 60, 7, 8), []),
        ((5, 6, 5.5, 5.6), []),
        ((1, 9, 1.2, 9.2, 0.1, 0.2), [4]),
    ],
)
def test_a_reset_is_a_fall_from_which_time_goes_on(seconds, places):
    assert resets(stamps(*seconds)) == places
