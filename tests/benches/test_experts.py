import pytest

from physai_sim.benches import experts
from physai_sim.benches.experts import Experts


@pytest.fixture
def seeds(monkeypatch):
    """Lets episodes be decided by their seed instead of played; gives the seeds asked for."""
    asked = []

    def decide(session, player, seed):
        asked.append(seed)
        return seed != 1

    monkeypatch.setattr(experts, "succeeds", decide)
    return asked


def test_every_world_has_a_row_with_its_share_and_interval(seeds):
    rows = {row.name: row for row in Experts().run(quick=True)}
    assert {"expert_success_lane_curve", "expert_success_reach"} <= set(rows)
    row = rows["expert_success_reach"]
    assert row.value == pytest.approx(2 / 3)
    assert (row.unit, row.bar, row.op, row.ok) == ("share", 0.95, ">=", False)
    assert row.note.startswith("2 of 3 seeds, 95 %: 0.208 to 0.939")
    assert set(seeds) == {0, 1, 2}


def test_the_full_bench_plays_fifty_seeds(seeds):
    rows = Experts().run(quick=False)
    assert set(seeds) == set(range(50))
    assert all(row.value == pytest.approx(0.98) and row.ok for row in rows)


def test_the_expert_of_reach_really_succeeds(monkeypatch):
    monkeypatch.setattr(experts, "QUICK_SEEDS", 1)
    only = {"reach": experts.paths.find("worlds", "reach")}
    monkeypatch.setattr(experts.paths, "available", lambda kind: only)
    (row,) = Experts().run(quick=True)
    assert row.value == 1.0
