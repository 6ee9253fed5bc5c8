from physai_sim.evaluation.reporting.metric_table import MOST_PARTS, cells, groups, parts


def result(group, value=1.0, reason=""):
    return {"value": value, "unit": "1", "group": group, "better": None, "reason": reason}


def run_of(*records):
    names = dict.fromkeys(name for record in records for name in record)
    means = {n: next(r[n]["value"] for r in records if n in r) for n in names}
    metrics = {
        n: {"mean": m, "min": m, "max": m, "n": int(m is not None), "unit": "m", "pooled": {}}
        for n, m in means.items()
    }
    episodes = [{"metrics": record} for record in records]
    return {"episodes": episodes, "aggregate": {"metrics": metrics}}


def test_metrics_are_sorted_into_groups_in_the_order_of_a_page():
    record = {name: result(name) for name in ("system", "task", "manipulation", "driving")}
    found = groups(run_of(record))
    assert [group.title for group in found] == ["Driving", "Manipulation", "Task", "System"]
    assert [group.columns[0].name for group in found] == [
        "driving",
        "manipulation",
        "task",
        "system",
    ]


def test_a_replay_begins_with_what_was_planned():
    run = run_of({name: result(name) for name in ("driving", "open_loop")})
    assert [group.name for group in groups({**run, "kind": "replay"})] == ["open_loop", "driving"]


def test_a_group_that_nobody_knows_is_a_task():
    assert groups(run_of({"strange": result("of_tomorrow")}))[0].name == "task"


def test_success_is_no_column():
    assert groups(run_of({"success": result("task")})) == ()


def test_an_unknown_mean_says_why():
    (group,) = groups(run_of({"gap": result("driving", None, "nobody else was there")}))
    assert group.columns[0].mean.reason == "nobody else was there"


def test_a_metric_that_does_not_apply_says_so():
    metrics = run_of({"gap": result("driving")}, {})
    (group,) = groups(metrics)
    assert cells(metrics["episodes"][0], group.columns)[0].text == "1"
    assert "does not apply" in cells(metrics["episodes"][1], group.columns)[0].reason


def test_parts_are_words_with_units_but_topics_keep_their_names():
    assert parts({"max_force_n": 3.0, "/joint_states": 100.0}) == (
        "max force 3 N",
        "/joint_states 100",
    )


def test_many_parts_are_cut_and_counted():
    found = parts({f"part_{index}": 1.0 for index in range(MOST_PARTS + 5)})
    assert len(found) == MOST_PARTS + 1
    assert found[-1] == "and 5 more in metrics.json"
