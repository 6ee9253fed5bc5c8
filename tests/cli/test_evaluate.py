import json

import pytest


def test_a_bag_gets_a_table_of_its_metrics_with_the_reasons_of_unknown_ones(physai, bag):
    done = physai("evaluate", bag)
    assert done.code == 0
    assert "path_length" in done.out
    assert "the episode did not succeed" in " ".join(done.out.split())
    assert done.err == ""


def test_json_is_one_document_on_standard_output(physai, bag, tmp_path):
    done = physai("evaluate", bag, "--json", "--no-video", "--out", tmp_path / "out")
    assert json.loads(done.out) == json.loads((tmp_path / "out" / "metrics.json").read_text())


def test_a_requirement_that_is_missed_has_exit_code_1_and_says_so(physai, bag):
    assert physai("evaluate", bag, "--require", "success<=0").code == 0
    done = physai("evaluate", bag, "--require", "success>=0.9")
    assert done.code == 1
    assert "success>=0.9: missed" in done.out


def test_a_requirement_of_what_is_unknown_is_missed(physai, bag):
    done = physai("evaluate", bag, "--require", "duration<=100")
    assert done.code == 1
    assert "did not succeed" in " ".join(done.out.split())


def test_one_bag_among_others_that_cannot_be_read_has_exit_code_2(physai, bag, tmp_path):
    done = physai("evaluate", bag, tmp_path / "nowhere")
    assert done.code == 2
    assert "path_length" in done.out
    assert done.err == f"physai: {tmp_path / 'nowhere'}: does not exist\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "neither a bag nor a suite was named; expected BAG..., or --suite NAME"),
        (["a_bag", "--resume"], "--resume: bags are read, not played; expected --suite"),
        (["a_bag", "--processes", 2], "--processes: bags are read, not played"),
        (["a_bag", "--policy", "zero"], "--policy: bags are read, not played"),
        (["a_bag", "--suite", "smoke"], "--suite: a suite plays worlds and reads no bags"),
        (["--suite", "smoke"], "a suite needs a folder; expected --out DIR"),
        (["a_bag", "--require", "speed>3"], "--require: no such metric, got 'speed'"),
        (["nowhere_at_all"], "nowhere_at_all: does not exist"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(refused, words, said):
    assert said in refused("evaluate", *words)


@pytest.mark.slow
def test_a_suite_is_played_and_resumed_without_repeats(physai, tmp_path):
    words = ["evaluate", "--suite", "smoke", "--out", tmp_path / "out", "--processes", 2]
    done = physai(*words, "--json")
    assert done.code == 0
    first = json.loads(done.out)
    assert first["kind"] == "suite"
    assert "not played" not in done.err
    again = physai(*words, "--json", "--resume")
    assert _untimed(json.loads(again.out)) == _untimed(first)
    assert again.err.count("kept") == len(done.err.splitlines())


def _untimed(value):
    """A document without how long anything took, its runs' own times too."""
    if isinstance(value, dict):
        return {key: _untimed(part) for key, part in value.items() if key != "timing"}
    return [_untimed(part) for part in value] if isinstance(value, list) else value
