"""A batch goes on only where it was begun."""

import dataclasses
import json

import pytest

from physai_sim.core.errors import OutputError
from physai_sim.generation.batch.batch_mark import digest, facts, refuse_another


def test_the_digest_tells_every_difference_that_files_show_and_no_other(made):
    first = made.rollouts[0]
    other = (dataclasses.replace(first, fps=24), *made.rollouts[1:])
    assert digest(dataclasses.replace(made, rollouts=other)) != digest(made)
    assert digest(dataclasses.replace(made, form="bag")) != digest(made)
    assert digest(dataclasses.replace(made, processes=7, shares=False)) == digest(made)


def test_the_same_batch_may_go_on_and_a_damaged_mark_is_none(copy, made):
    batch = dataclasses.replace(made, out=copy)
    refuse_another(batch)
    (copy / "run.json").write_text("[]")
    with pytest.raises(OutputError, match="was asked for otherwise"):
        refuse_another(batch)


def test_run_json_names_sources_and_rollouts(made):
    told = json.loads((made.out / "run.json").read_text())
    assert {key: told[key] for key in facts(made)} == facts(made)
    assert len(told["sources"]) == 2
    assert told["rollouts"] == [one.name for one in made.rollouts]
