import dataclasses
from pathlib import Path

from physai_sim.generation.curation.curate_request import CurateRequest
from physai_sim.generation.curation.decision import decide

ALL = CurateRequest(Path("batch"), Path("out"), min_survival=0.5, physics=True)


def test_what_is_well_is_kept(decision):
    assert decide(decision("a").measured, ALL).kept


def test_every_reason_is_told_with_its_number(decision):
    bad = decision("a", motion=0.0, verdict="fail", survival={"cube": (0.25, 1.0)})
    found = decide(bad.measured, ALL)
    assert [one.step for one in found.reasons] == ["still", "labels", "physics"]
    assert (found.reasons[1].value, found.reasons[1].limit) == (0.25, 0.5)
    assert found.reasons[2].text == "view: dynamics failed"


def test_what_was_not_asked_for_drops_nothing(decision):
    bad = decision("a", verdict="fail", survival={"cube": (0.25, 1.0)})
    assert decide(bad.measured, dataclasses.replace(ALL, physics=False, min_survival=None)).kept


def test_physics_that_is_unknown_is_told_and_drops_nothing(decision):
    found = decide(decision("a", verdict="unknown").measured, ALL)
    assert found.kept
    assert found.unknown == ("view: physics is unknown",)
