"""A worker makes groups and tells what became of them."""

import dataclasses

from physai_sim.evaluation.suites.ledger import Task
from physai_sim.generation.batch.batch_worker import perform
from physai_sim.generation.batch.groups import groups_of
from physai_sim.generation.batch.maker import Maker


def test_what_was_made_and_what_was_there_is_told(asked, tmp_path):
    batch = asked(tmp_path / "out", form="video")
    groups = groups_of(batch)
    task = Task(next(iter(groups)), 0)
    with Maker(batch) as maker:
        first, second = perform(task, groups, maker), perform(task, groups, maker)
    assert (first.outcome, first.steps, first.reason) == ("made", 8, "")
    assert (second.outcome, second.steps) == ("kept", 0)


def test_what_fails_is_told_in_a_line(asked, tmp_path, monkeypatch):
    batch = asked(tmp_path / "out", form="video")
    nowhere = tuple(dataclasses.replace(one, source="reech:0") for one in batch.rollouts[:1])
    batch = dataclasses.replace(batch, rollouts=nowhere)
    with Maker(batch) as maker:
        reply = perform(Task("reech:0", 0), groups_of(batch), maker)
        assert "did you mean 'reach'" in reply.reason
        monkeypatch.setattr(maker, "make", lambda group: 1 / 0)
        reply = perform(Task("reech:0", 0), groups_of(batch), maker)
    assert reply.reason.startswith("ZeroDivisionError: division by zero (test_batch_worker.py:")
