"""Tokens are drawn as chances say, each row by itself."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.engine.request import Sampling  # noqa: E402
from policies.planning.hybrid.engine.sampling import draws, sample  # noqa: E402

CHANCES = torch.tensor([0.15, 0.5, 0.05, 0.3])
ORDER = [1, 3, 0, 2]
DRAWS = 4000


def drawn(count=DRAWS, *, seeds=None, **how):
    wishes = [Sampling(**{"temperature": 1.0, "seed": s, **how}) for s in seeds or [3] * count]
    return sample(CHANCES.log().repeat(count, 1), draws(wishes, range(count), "cpu"))


@pytest.mark.parametrize(
    ("how", "kept"),
    [({}, 4), ({"top_k": 2}, 2), ({"top_p": 0.7}, 2), ({"min_p": 0.25}, 3), ({"top_p": 0.0}, 1)],
)
def test_shares_are_those_of_what_is_left(how, kept):
    expected = torch.zeros(4)
    left = ORDER[:kept]
    expected[left] = CHANCES[left] / CHANCES[left].sum()
    shares = torch.bincount(drawn(**how), minlength=4) / DRAWS
    torch.testing.assert_close(shares, expected, atol=0.035, rtol=0.0)


def test_the_likeliest_is_taken_without_temperature_and_warmer_is_more_even():
    assert set(drawn(20, temperature=0.0).tolist()) == {1}
    shares = torch.bincount(drawn(temperature=3.0), minlength=4) / DRAWS
    expected = torch.softmax(CHANCES.log() / 3.0, -1)
    torch.testing.assert_close(shares, expected, atol=0.035, rtol=0.0)


def test_hardly_any_heat_takes_the_likeliest_and_never_what_has_no_chance():
    scores = torch.tensor([[0.0, 5.0, -torch.inf, 4.0]]).repeat(3, 1)
    how = draws([Sampling(temperature=heat) for heat in (1e-39, 1e-7, 1e-5)], [0, 1, 2], "cpu")
    assert sample(scores, how).tolist() == [1, 1, 1]


def test_seeds_and_places_decide_and_neighbours_do_not():
    wishes = [Sampling(1.0, seed=seed) for seed in (1, 2, -1, 2**32, 2**63)]
    scores = torch.randn(5, 50, generator=torch.Generator().manual_seed(0))
    together = sample(scores, draws(wishes, [7] * 5, "cpu"))
    alone = [
        sample(row[None], draws([wish], [7], "cpu")).item()
        for row, wish in zip(scores, wishes, strict=True)
    ]
    assert together.tolist() == alone
    even = torch.zeros(40, 1000)
    by_place = sample(even, draws([Sampling(1.0)] * 40, range(40), "cpu"))
    by_seed = sample(even, draws([Sampling(1.0, seed=s) for s in range(40)], [0] * 40, "cpu"))
    assert len(set(by_place.tolist())) > 35
    assert len(set(by_seed.tolist())) > 35


def test_what_may_not_come_is_never_drawn():
    scores = torch.full((200, 6), -torch.inf)
    scores[:, 4] = 0.0
    assert set(sample(scores, draws([Sampling(2.0)] * 200, range(200), "cpu")).tolist()) == {4}
