from pathlib import Path

import pytest

from physai_sim.core.errors import BagError
from physai_sim.evaluation.each_bag import each_bag

GOOD, BAD = Path("good"), Path("bad")


def _take(taken):
    def take(number, bag):
        if bag == BAD:
            raise BagError("is empty", where=str(bag))
        taken.append((number, bag))

    return take


def test_a_bag_that_cannot_be_read_is_listed_and_the_others_are_taken():
    taken = []
    assert each_bag([GOOD, BAD, GOOD], _take(taken)) == [{"bag": "bad", "reason": "bad: is empty"}]
    assert taken == [(0, GOOD), (2, GOOD)]


def test_a_bag_alone_says_itself_what_is_wrong_with_it():
    with pytest.raises(BagError, match=r"^bad: is empty$"):
        each_bag([BAD], _take([]))


def test_of_many_of_which_none_can_be_read_every_reason_is_told():
    with pytest.raises(BagError, match=r"none of the bags can be read: bad: is empty; bad: is"):
        each_bag([BAD, BAD], _take([]))
