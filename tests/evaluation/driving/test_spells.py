import numpy as np

from physai_sim.evaluation.driving.spells import begins, events_at, spells
from physai_sim.evaluation.metrics.base import Event

HELD = np.array([1, 1, 0, 0, 1, 0, 1, 1], dtype=bool)


def test_spells_go_from_their_first_row_to_the_one_after_their_last():
    assert spells(HELD) == [(0, 2), (4, 5), (6, 8)]
    assert begins(HELD) == [0, 4, 6]


def test_what_never_held_has_no_spell():
    assert spells(np.zeros(4, dtype=bool)) == []
    assert spells(np.zeros(0, dtype=bool)) == []


def test_events_are_at_the_stamps_of_their_rows(drive):
    assert events_at(drive(9), [0, 4], "off") == (Event(0, "off"), Event(400_000_000, "off"))
