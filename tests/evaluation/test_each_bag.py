from pathlib import Path

import pytest

from physai_sim.core.errors import BagError
from physai_sim.evaluation.each_bag import each_bag, listed

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


def _bag(folder):
    folder.mkdir(parents=True)
    (folder / "one.mcap").write_bytes(b"")
    return folder


def test_the_folder_of_a_run_or_a_suite_stands_for_its_bags_in_order(tmp_path):
    first, second = (_bag(tmp_path / "run" / f"episode_00{n}") for n in range(2))
    deep = _bag(tmp_path / "suite" / "lane" / "episode_000")
    assert listed([tmp_path / "run", tmp_path / "suite"]) == (first, second, deep)


def test_a_bag_stands_for_itself_and_so_does_what_holds_none(tmp_path):
    bag, nowhere = _bag(tmp_path / "bag"), tmp_path / "nowhere"
    (tmp_path / "empty").mkdir()
    given = (bag, nowhere, tmp_path / "empty", bag / "one.mcap")
    assert listed(given) == given
