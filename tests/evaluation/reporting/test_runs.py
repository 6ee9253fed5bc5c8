from physai_sim.evaluation.reporting.runs import RunRow, runs


def run(value, n, checks=()):
    rate = {"value": value, "low": 0.25, "high": 0.75, "n": n}
    return {
        "world": "reach",
        "policy": "random",
        "aggregate": {"success_rate": rate},
        "requirements": [{"ok": ok} for ok in checks],
    }


def test_each_run_tells_how_it_went_and_where_its_report_is():
    [row] = runs({"runs": {"arm": run(0.5, 4, (True, True))}})
    interval = "25\N{NO-BREAK SPACE}% to 75\N{NO-BREAK SPACE}%"
    address = "arm/report.html"
    assert row == RunRow(
        "arm", address, "reach", "random", "2 of 4", interval, "2 of 2 met", "good"
    )


def test_a_run_that_misses_a_requirement_is_marked():
    [row] = runs({"runs": {"arm": run(0.5, 4, (True, False))}})
    assert (row.required, row.tone) == ("1 of 2 met", "bad")


def test_what_is_unknown_is_a_dash():
    [row] = runs({"runs": {"arm": run(None, 0)}})
    assert (row.share, row.interval, row.required) == ("\N{EN DASH}", "", "")


def test_other_reports_have_no_runs():
    assert runs({"kind": "run"}) == ()
