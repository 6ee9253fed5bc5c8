import xml.etree.ElementTree as ET

import pytest

from physai_sim.evaluation.results.junit import junit_xml, write_junit


@pytest.fixture
def cases():
    def read(metrics):
        suite = ET.fromstring(junit_xml(metrics).encode()).find("testsuite")
        return suite, {case.get("name"): case for case in suite}

    return read


def test_episodes_pass_fail_or_are_skipped(document, cases):
    suite, found = cases(document(1.0, 0.0, None))
    counts = {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "3", "failures": "1", "errors": "0", "skipped": "1"}
    passed, failed, skipped = found.values()
    assert len(passed) == 0
    assert passed.get("name") == "episode 0 seed 7 of episode_000"
    assert passed.get("classname") == "episodes.reach"
    assert passed.get("time") == "2.500"
    assert failed.find("failure").get("message") == "ended without success: time limit"
    assert skipped.find("skipped").get("message") == "nothing was recorded"


def test_an_episode_that_lost_data_and_a_bag_that_cannot_be_read_fail(document, cases):
    metrics = document(1.0, unreadable=[{"bag": "bad", "reason": "not a bag"}])
    metrics["episodes"][0]["lost"] = "two chunks"
    suite, found = cases(metrics)
    assert (suite.get("failures"), suite.get("errors")) == ("1", "1")
    assert found["bad"].find("error").get("message") == "not a bag"
    assert found["episode 0 seed 7 of episode_000"].find("failure").get("type") == "lost"


def test_an_episode_of_a_suite_that_could_not_be_played_is_an_error(document, cases):
    failed = [{"run": "lane", "seed": 4, "reason": "killed twice"}]
    _, found = cases(document(1.0, kind="suite", failed=failed))
    assert found["seed 4"].get("classname") == "episodes.lane"
    assert found["seed 4"].find("error").get("message") == "killed twice"


def test_each_requirement_is_a_case(document, cases):
    held = {"text": "success_rate>=0.5", "value": 1.0, "ok": True, "reason": ""}
    missed = {"text": "duration<=3", "value": None, "ok": False, "reason": "unknown in 1 episodes"}
    _, found = cases(document(1.0, requirements=[held, missed]))
    assert len(found["success_rate>=0.5"]) == 0
    failure = found["duration<=3"].find("failure")
    assert failure.get("message") == "required duration<=3, got unknown: unknown in 1 episodes"
    assert found["duration<=3"].get("classname") == "requirements"


def test_text_that_xml_cannot_hold_is_replaced(document, cases):
    metrics = document(1.0)
    metrics["episodes"][0]["lost"] = 'cut\x00 at <"&\x1b>\ud800'
    _, found = cases(metrics)
    message = next(iter(found.values())).find("failure").get("message")
    assert message == 'lost: cut\ufffd at <"&\ufffd>\ufffd'


def test_equal_metrics_give_equal_files_that_say_their_encoding(document, tmp_path):
    write_junit(tmp_path / "junit.xml", document(1.0, 0.0, world="täst"))
    text = (tmp_path / "junit.xml").read_text(encoding="utf-8")
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n<testsuites>')
    assert text == junit_xml(document(1.0, 0.0, world="täst"))
    assert "episodes.täst" in text
