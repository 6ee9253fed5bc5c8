import json

import pytest

SLOW = [4.0, 4.4, 3.9, 4.2, 4.1, 4.3, 4.0, 4.6]
FAST = [value - extra for value, extra in zip(SLOW, [0.5, 0.7] * 4, strict=True)]


@pytest.fixture
def result(tmp_path):
    """`result("a", [4.0, None])`: a folder with metrics.json, of episodes with these durations."""

    def make(folder, durations, name="duration"):
        episodes = [
            {
                "episode": number,
                "seed": number,
                "metrics": {name: {"value": value, "unit": "s", "better": "lower"}},
            }
            for number, value in enumerate(durations)
        ]
        (tmp_path / folder).mkdir()
        document = {"schema": 2, "world": "reach", "policy": folder, "episodes": episodes}
        (tmp_path / folder / "metrics.json").write_text(json.dumps(document))
        return tmp_path / folder

    return make


def test_the_table_says_what_is_better_and_by_how_much(physai, result):
    done = physai("compare", result("slow", SLOW), result("fast", FAST))
    assert done.code == 0
    line = next(line for line in done.out.splitlines() if line.startswith("duration [s]"))
    assert line.split()[-3:] == ["8:0", "8", "better"]
    assert "8 pairs of episodes by world and seed, 1 comparison: 1 told from noise" in done.out


def test_a_metric_is_called_what_requirements_call_it(physai, result):
    done = physai("compare", result("a", SLOW, "path_length"), result("b", FAST, "path_length"))
    assert any(line.startswith("path_length [s]") for line in done.out.splitlines())


def test_what_cannot_be_told_is_named_below_the_table(physai, result):
    few = physai("compare", result("slow", SLOW[:4]), result("fast", FAST[:4]))
    assert few.code == 0
    assert "Too few pairs: duration." in few.out
    same = physai("compare", result("a", SLOW), result("b", SLOW))
    assert "Equal: duration." in same.out


def test_the_document_goes_to_standard_output_or_into_a_folder(physai, result, tmp_path):
    words = ("compare", result("slow", SLOW), result("fast", FAST))
    printed = physai(*words, "--json")
    assert printed.code == 0
    done = physai(*words, "--out", tmp_path / "out")
    assert (tmp_path / "out" / "comparison.json").read_text() == printed.out
    assert f"report: {tmp_path / 'out' / 'comparison.html'}" in done.out
    assert (tmp_path / "out" / "comparison.html").is_file()
    again = physai(*words, "--out", tmp_path / "out")
    assert (again.code, "is not empty" in again.err) == (2, True)
    assert physai(*words, "--out", tmp_path / "out", "--overwrite").code == 0


def test_being_worse_is_exit_code_1_where_that_is_required(physai, result):
    slow, fast = result("slow", SLOW), result("fast", FAST)
    worse = physai("compare", fast, slow, "--require-no-worse", "duration")
    assert worse.code == 1
    assert "no worse duration: missed: worse, and that is no noise" in worse.out
    assert physai("compare", fast, slow, "--require-no-worse", "duration:0.9").code == 0
    assert physai("compare", slow, fast, "--require-no-worse", "duration").code == 0
    assert physai("compare", fast, slow).code == 0


def test_bad_input_is_one_line(refused, result, tmp_path):
    a = result("a", SLOW)
    assert "no results here" in refused("compare", a, tmp_path / "nowhere")
    assert "did you mean 'duration'" in refused("compare", a, a, "--require-no-worse", "duratoin")
    assert "not a margin" in refused("compare", a, a, "--require-no-worse", "duration:x")
