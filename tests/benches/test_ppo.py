import pytest

from physai_sim.benches import ppo
from physai_sim.benches.ppo import Ppo
from physai_sim.evaluation.measures.statistics import wilson
from physai_sim.training.history import History


@pytest.fixture
def budgets(monkeypatch):
    """Lets training be told instead of done; gives what was asked for."""
    asked = []

    def train(minutes, episodes):
        asked.append((minutes, episodes))
        return History(30_000, 90.0), wilson(episodes - 1, episodes)

    monkeypatch.setattr(ppo, "_trained", train)
    monkeypatch.setattr(ppo, "find_spec", lambda name: object())
    return asked


def test_the_row_tells_the_share_and_how_it_was_come_by(budgets):
    (row,) = Ppo().run(quick=False)
    assert budgets == [(10.0, 100)]
    assert (row.name, row.value, row.unit, row.bar, row.op, row.ok) == (
        "ppo_reach_success",
        0.99,
        "share",
        0.9,
        ">=",
        True,
    )
    assert row.note.startswith("30000 control steps in 1.5 min of training with 2 processes; 100")


def test_a_quick_bench_trains_for_less_than_a_minute_and_says_so(budgets):
    (row,) = Ppo().run(quick=True)
    assert budgets == [(0.75, 20)]
    assert row.note.startswith("quick, at most 0.75 min of training: ")


def test_without_the_learning_library_there_is_no_value(monkeypatch):
    monkeypatch.setattr(ppo, "find_spec", lambda name: None)
    (row,) = Ppo().run(quick=False)
    assert (row.value, row.ok) == (None, None)
    assert "make setup-rl" in row.note


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_short_training_of_the_bench_really_learns():
    pytest.importorskip("stable_baselines3")
    history, share = ppo._trained(minutes=2.0, episodes=4)
    assert history.seconds == pytest.approx(120.0, abs=20.0) or history.steps == ppo.STEPS
    assert share.n == 4
