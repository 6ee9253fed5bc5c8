"""A sequence is cut at the same places wherever it goes on from, and obeys its constraints."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.engine.request import Request, Sampling  # noqa: E402
from policies.planning.hybrid.engine.sequence import Sequence  # noqa: E402


class Only:
    def __init__(self, *tokens):
        self.mask, self.told = np.isin(np.arange(4), tokens), []

    def allowed(self):
        return self.mask

    def accept(self, token):
        self.told.append(token)


def of(*constraints, tokens=(0,), count=5, stops=(2,), room=100, ends=()):
    asked = Request(tuple(tokens), count, Sampling(), frozenset(stops), constraints, ends)
    return Sequence(asked, room)


def test_constraints_are_all_obeyed_and_told():
    held = Only(1, 2), Only(2, 3)
    made = of(*held)
    assert made.allowed().tolist() == [False, False, True, False]
    assert made.accept(2) == "stop"
    assert [each.told for each in held] == [[2], [2]]


def test_no_token_left_is_an_error_and_without_constraints_all_are():
    with pytest.raises(ValueError, match="no token"):
        of(Only()).allowed()
    assert of().allowed() is None


@pytest.mark.parametrize(("count", "room", "tokens"), [(2, 100, 2), (9, 4, 4)])
def test_it_ends_at_its_length_or_where_a_slot_is_full(count, room, tokens):
    made = of(tokens=(0,), count=count, room=room)
    ends = [made.accept(1) for _ in range(tokens)]
    assert ends == [None] * (tokens - 1) + ["length"]
    assert made.most == min(count, room)


def cuts(sequence, budget):
    places = []
    while sequence.taken < len(sequence.tokens):
        sequence.taken += len(sequence.piece(budget))
        places.append(sequence.taken)
    return places


@given(
    st.integers(1, 9),
    st.integers(2, 40),
    st.sets(st.integers(1, 39), max_size=4),
    st.integers(0, 39),
)
def test_whoever_goes_on_from_a_cut_is_cut_as_if_it_had_come_there(budget, length, ends, which):
    turns = tuple(sorted(end for end in ends if end < length))
    whole = cuts(of(tokens=range(length), ends=turns), budget)
    assert whole[-1] == length
    assert set(turns) <= set(whole)
    later = of(tokens=range(length), ends=turns)
    later.taken = whole[which % len(whole)]
    assert cuts(later, budget) == [place for place in whole if place > whole[which % len(whole)]]
