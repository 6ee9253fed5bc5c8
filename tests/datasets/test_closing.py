"""All are closed, also where one cannot be."""

import pytest

from physai_sim.datasets.closing import close_all


class One:
    def __init__(self, name, closed, error=None):
        self.name, self.closed, self.error = name, closed, error

    def close(self, *, keep):
        self.closed.append((self.name, keep))
        if self.error:
            raise self.error


def test_an_error_of_one_leaves_none_open():
    closed = []
    each = [One("a", closed), One("b", closed, OSError("full")), One("c", closed)]
    with pytest.raises(OSError, match="full"):
        close_all(iter(each), keep=False)
    assert closed == [("a", False), ("b", False), ("c", False)]


def test_in_order_where_nothing_fails():
    closed = []
    close_all([One("a", closed), One("b", closed)], keep=True)
    assert closed == [("a", True), ("b", True)]
