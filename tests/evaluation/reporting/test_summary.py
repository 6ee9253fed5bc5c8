from physai_sim.evaluation.reporting.metric_table import groups
from physai_sim.evaluation.reporting.summary import rate, requirements, tiles, verdict


def run_of(names, kind="evaluate", value=None, n=0):
    summary = {"mean": 1.0, "min": 1.0, "max": 1.0, "n": 1, "unit": "1"}
    share = {"value": value, "low": 0.0, "high": 1.0, "n": n}
    aggregate = {"success_rate": share, "metrics": dict.fromkeys(names, summary)}
    return {"kind": kind, "episodes": [], "aggregate": aggregate}


def required(text, value, ok, reason=""):
    return {"text": text, "value": value, "ok": ok, "reason": reason}


def test_recordings_that_never_say_how_they_ended_have_no_success_rate():
    assert rate(run_of(())) is None
    assert rate(run_of((), kind="replay", value=1.0, n=1)) is None
    assert rate(run_of((), kind="run")).sentence == "No episode came to its end."


def test_a_success_rate_is_told_with_its_numbers():
    found = rate(run_of((), value=0.5, n=4))
    assert found.sentence == "2 of 4 episodes succeeded"
    assert found.value == 50.0


def test_a_requirement_that_cannot_be_computed_is_not_met_and_says_why():
    metrics = {"requirements": [required("a>=1", 2.0, True), required("b>=1", None, False, "why")]}
    met, unknown = requirements(metrics)
    assert (met.verdict, met.tone, met.value) == ("met", "good", "2")
    assert (unknown.verdict, unknown.tone, unknown.reason) == ("unknown", "bad", "why")
    assert verdict((met, unknown)) == "1 of 2 requirements met"


def test_without_requirements_there_is_no_verdict():
    assert requirements({"requirements": None}) == requirements({}) == ()
    assert verdict(()) == ""


def test_what_people_look_at_first_is_shown_large():
    names = ("comfort", "min_ade", "collisions", "unheard_of")
    driven, replayed = run_of(names), run_of(names, kind="replay")
    assert [one.name for one in tiles(driven, groups(driven))] == ["collisions", "comfort"]
    assert [one.name for one in tiles(replayed, groups(replayed))] == ["min_ade"]
