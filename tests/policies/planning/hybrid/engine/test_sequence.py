"""A sequence obeys its constraints."""

import numpy as np
import pytest

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


def test_constraints_are_all_obeyed_and_told():
    held = Only(1, 2), Only(2, 3)
    made = Sequence(Request((0,), 5, Sampling(), frozenset({2}), held))
    assert made.choose(torch.tensor([9.0, 8.0, 1.0, 7.0])) == "stop"
    assert [each.told for each in held] == [[2], [2]]


@pytest.mark.parametrize("scores", [torch.zeros(4), torch.full((4,), torch.nan)])
def test_no_token_left_and_no_numbers_are_errors(scores):
    made = Sequence(Request((0,), 5, Sampling(), frozenset(), (Only(),)))
    with pytest.raises(ValueError, match=r"no token|not numbers"):
        made.choose(scores)
