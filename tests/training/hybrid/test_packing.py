"""Examples stand behind one another without padding."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.core.errors import ConfigError  # noqa: E402
from physai_sim.training.hybrid.packing import in_budget, pack  # noqa: E402
from physai_sim.training.hybrid.tasks import Example  # noqa: E402

TWO = [Example((1, 2, 3), (False, True, True)), Example((4, 5), (False, True))]


def test_tokens_and_what_is_counted_stay_together():
    step = pack(TWO)
    assert step.batch.tokens.tolist() == [1, 2, 3, 4, 5]
    assert step.batch.lengths == (3, 2)
    assert step.counted.tolist() == [False, True, True, False, True]


def test_a_step_keeps_to_its_budget_and_has_at_least_one():
    assert in_budget(TWO * 3, 8) == [*TWO, TWO[0]]
    assert in_budget(TWO, 1) == TWO[:1]


def test_nothing_is_not_packed():
    with pytest.raises(ConfigError, match="nothing to pack"):
        pack([])
