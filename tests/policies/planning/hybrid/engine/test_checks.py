"""What can never be answered is refused with what was wrong."""

import pytest

from physai_sim.core.errors import PhysAIError
from policies.planning.hybrid.engine.checks import check
from policies.planning.hybrid.engine.request import Request, Sampling


def asked(tokens=(1, 2, 3), count=4, **more):
    return Request(tuple(tokens), count, Sampling(), frozenset(), **more)


def test_what_can_be_answered_passes():
    check(asked(turn_ends=(1, 2)), vocabulary=4, room=4)


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (asked(()), "nothing to answer"),
        (asked(count=0), "nothing to answer"),
        (asked((1, 4)), r"token 1: no such token, got 4.*less than 4"),
        (asked((-1,)), r"token 0: no such token, got -1"),
        (asked((1,) * 8), r"prompt too long.*8.*at most 7"),
        (asked(turn_ends=(3,)), r"not the ends of turns.*less than 3"),
        (asked(turn_ends=(0,)), "not the ends of turns"),
        (asked(turn_ends=(2, 1)), "not the ends of turns"),
    ],
)
def test_what_cannot_is_refused(request_, said):
    with pytest.raises(PhysAIError, match=said):
        check(request_, vocabulary=4, room=8)
