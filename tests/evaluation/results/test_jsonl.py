import json

from physai_sim.evaluation.results.jsonl import jsonl_lines, write_jsonl


def _lines(metrics):
    return [json.loads(line) for line in jsonl_lines(metrics, written_s=1.75e9)]


def test_each_episode_is_a_line_in_the_shape_of_driving_log_replayer(document):
    first, second, last = _lines(
        document(1.0, 0.0, changes={"duration": [(2.0, "s"), (None, "s")]})
    )
    for line in (first, second, last):
        assert set(line) == {"Result", "Stamp", "Frame"}
        assert set(line["Result"]) == {"Success", "Summary"}
        assert set(line["Stamp"]) == {"System", "ROS"}
        assert line["Stamp"]["System"] == 1.75e9
    assert first["Result"] == {
        "Success": True,
        "Summary": "episode 0 seed 7 of episode_000: success",
    }
    assert first["Stamp"]["ROS"] == 3.5
    assert first["Frame"]["Seed"] == 7
    assert first["Frame"]["Metrics"]["duration"] == {"Value": 2.0, "Unit": "s", "Reason": ""}
    assert second["Result"]["Success"] is False
    unknown = {"Value": None, "Unit": "s", "Reason": "nothing was recorded"}
    assert second["Frame"]["Metrics"]["duration"] == unknown


def test_the_last_line_says_whether_all_is_well(document):
    assert _lines(document(1.0, None))[-1]["Result"] == {
        "Success": True,
        "Summary": "1 passed, 0 failed, 1 unknown",
    }
    assert _lines(document(1.0, 0.0))[-1]["Result"]["Success"] is False
    assert _lines(document(None))[-1]["Result"]["Success"] is None


def test_requirements_decide_where_there_are_any(document):
    held = {"text": "success_rate>=0.5", "value": 0.5, "ok": True, "reason": ""}
    last = _lines(document(1.0, 0.0, requirements=[held]))[-1]
    assert last["Result"] == {
        "Success": True,
        "Summary": "1 passed, 1 failed, 0 unknown; 1 of 1 requirements hold",
    }
    assert last["Frame"]["Requirements"] == [held]
    missed = {**held, "ok": False}
    assert _lines(document(1.0, requirements=[held, missed]))[-1]["Result"]["Success"] is False


def test_a_bag_that_cannot_be_read_is_a_line_that_failed(document):
    bad = {"bag": "bad", "reason": "not a bag"}
    lines = _lines(document(1.0, unreadable=[bad]))
    assert lines[1]["Result"] == {"Success": False, "Summary": "unreadable: not a bag"}
    assert lines[1]["Frame"] == {"Bag": "bad"}
    assert lines[-1]["Result"]["Success"] is False


def test_the_file_ends_each_line_and_says_when_it_was_written(document, tmp_path):
    write_jsonl(tmp_path / "results.jsonl", document(1.0))
    text = (tmp_path / "results.jsonl").read_text()
    assert text.count("\n") == 2
    assert text.endswith("\n")
    assert json.loads(text.splitlines()[0])["Stamp"]["System"] > 1.7e9
