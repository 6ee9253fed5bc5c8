import numpy as np
import pytest

from physai_sim.core.truth import Contact
from physai_sim.evaluation.contact_log import ContactLog


def _touch(force_n):
    return Contact("ego", "wheel", "road", "base", (0.0, 0.0, 0.0), (0.0, 0.0, 1.0), 0.0, force_n)


ROWS = [(), (_touch(1.0), _touch(2.0)), (), (_touch(3.0),), ()]
LOG = ContactLog(np.array([0, 10, 20, 30, 40]), ROWS)
ALL = ((10, _touch(1.0)), (10, _touch(2.0)), (30, _touch(3.0)))


def test_contacts_come_in_the_order_of_time_with_the_stamps_of_their_rows():
    assert tuple(LOG) == ALL
    assert len(LOG) == 3
    assert all(isinstance(stamp, int) for stamp, _ in LOG)


def test_any_of_them_can_be_taken_alone():
    assert [LOG[place] for place in range(3)] == list(ALL)
    assert LOG[-1] == ALL[-1]
    assert LOG[1:] == ALL[1:]
    with pytest.raises(IndexError):
        LOG[3]


def test_it_equals_any_sequence_of_the_same_contacts():
    assert ALL == LOG
    assert ALL[:2] != LOG
    assert ((11, _touch(1.0)), *ALL[1:]) != LOG


def test_rows_without_contacts_and_no_rows_are_empty():
    assert not ContactLog(np.array([0, 10]), ())
    assert not ContactLog(np.zeros(0, dtype=np.int64), ())
    assert tuple(ContactLog(np.array([0]), [()])) == ()
