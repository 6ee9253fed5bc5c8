"""Tokens are drawn as chances say."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.engine.request import Sampling  # noqa: E402
from policies.planning.hybrid.engine.sampling import sample  # noqa: E402

CHANCES = torch.tensor([0.5, 0.3, 0.15, 0.05])


def shares(**how):
    noise = torch.Generator().manual_seed(0)
    made = [sample(CHANCES.log(), Sampling(1.0, **how), noise) for _ in range(2000)]
    return torch.bincount(torch.tensor(made), minlength=4) / 2000


def test_the_likeliest_is_taken_without_temperature():
    assert sample(CHANCES.log(), Sampling(), torch.Generator()) == 0


@pytest.mark.parametrize(
    ("how", "kept"),
    [({}, 4), ({"top_k": 2}, 2), ({"top_p": 0.7}, 2), ({"min_p": 0.25}, 3), ({"top_p": 0.0}, 1)],
)
def test_shares_are_those_of_what_is_left(how, kept):
    expected = torch.zeros(4)
    expected[:kept] = CHANCES[:kept] / CHANCES[:kept].sum()
    torch.testing.assert_close(shares(**how), expected, atol=0.04, rtol=0.0)
