"""What a traffic light shows follows from the time alone."""

import itertools

import pytest

from physai_sim.core.signals import Signal
from physai_sim.core.truth import LightInfo

SECOND = 1_000_000_000


def signal(offset_s=0.0):
    times = [part * SECOND for part in (9, 3, 12)]
    return Signal(LightInfo("main", 10.0), *times, offset_ns=round(offset_s * SECOND))


@pytest.mark.parametrize(
    ("time_s", "shown"),
    [
        (0.0, "green"),
        (8.999, "green"),
        (9.0, "yellow"),
        (11.999, "yellow"),
        (12.0, "red"),
        (23.999, "red"),
        (24.0, "green"),
        (24.0 * 1000 + 9.5, "yellow"),
    ],
)
def test_it_is_green_then_yellow_then_red_and_again(time_s, shown):
    assert signal().state(round(time_s * SECOND)) == shown


@pytest.mark.parametrize(("offset_s", "shown"), [(0, "green"), (9, "yellow"), (12, "red")])
def test_its_offset_is_how_much_of_the_cycle_is_over_at_the_start(offset_s, shown):
    assert signal(offset_s).state(0) == shown
    assert signal(offset_s).state(5 * SECOND) == signal().state((offset_s + 5) * SECOND)


def test_it_never_goes_from_green_to_red_nor_from_red_to_yellow():
    states = [signal(1.7).state(k * SECOND // 10) for k in range(1000)]
    changes = {pair for pair in itertools.pairwise(states) if pair[0] != pair[1]}
    assert changes == {("green", "yellow"), ("yellow", "red"), ("red", "green")}
