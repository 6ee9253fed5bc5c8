"""A fault stays with the one whose it is."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.engine.rounds import Rounds  # noqa: E402
from policies.planning.hybrid.engine.sequence import Sequence  # noqa: E402
from policies.planning.hybrid.engine.session_cache import SessionCache  # noqa: E402
from policies.planning.hybrid.engine.stepping import Stepper  # noqa: E402
from policies.planning.hybrid.state.pools import StatePool  # noqa: E402
from policies.planning.hybrid.state.sizes import PoolSizes  # noqa: E402


class Broken:
    def allowed(self):
        raise KeyError("no such rule")

    def accept(self, token):
        pass


class Silent(Broken):
    def allowed(self):
        raise ValueError


class Only(Broken):
    def __init__(self, token):
        self.token = token

    def allowed(self):
        return np.arange(37) == self.token


@pytest.fixture
def seated(small, made, ask):
    """Rounds of a model, and sequences that have slots."""
    pool = StatePool(small(), PoolSizes(4, 32, page_size=4))
    sessions = SessionCache(pool, 2, 1 << 30)
    rounds = Rounds(Stepper(made(small()), pool), pool, sessions, 4)

    def sit(tokens, **more):
        sequence = Sequence(ask(tokens, **more), pool.sizes.room)
        sequence.slot = pool.alloc()
        return sequence

    return rounds, sit, sessions


def test_a_prompt_goes_on_in_pieces_and_its_turn_is_kept(seated):
    rounds, sit, sessions = seated
    sequence = sit(range(11), ends=(6,))
    taken = []
    while sequence.is_prefill:
        (outcome,) = rounds.run([sequence])
        taken.append(sequence.taken)
    assert taken == [4, 6, 8, 11]
    assert outcome.token is not None
    assert len(sessions) == 1
    assert rounds.prefilled == 11


def test_a_constraint_that_breaks_ends_one_and_masks_are_obeyed_by_row(seated):
    rounds, sit, _ = seated
    group = [sit([1]), sit([2], constraints=[Broken()]), sit([3], constraints=[Only(31)])]
    outcomes = {outcome.sequence: outcome for outcome in rounds.run(group)}
    assert "no such rule" in outcomes[group[1]].error
    assert outcomes[group[0]].token is not None
    assert outcomes[group[2]].token == 31
    assert [s.taken for s in group] == [1, 0, 1]


def test_where_all_constraints_break_nothing_runs(seated):
    rounds, sit, _ = seated
    (outcome,) = rounds.run([sit([2], constraints=[Broken()])])
    assert outcome.error


def test_a_constraint_that_breaks_without_a_word_is_not_ignored(seated):
    rounds, sit, _ = seated
    (outcome,) = rounds.run([sit([2], constraints=[Silent()])])
    assert (outcome.token, outcome.error) == (None, "")
