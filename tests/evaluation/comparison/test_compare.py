import json

import pytest

from physai_sim.evaluation.comparison.compare import compare
from physai_sim.evaluation.comparison.margins import parse_no_worse

SLOW = [4.0, 4.4, 3.9, 4.2, 4.1, 4.3, 4.0, 4.6]
FAST = [value - extra for value, extra in zip(SLOW, [0.5, 0.7] * 4, strict=True)]


@pytest.fixture
def comparison(scored_file):
    a = scored_file("a", success=[0.0, 1.0] * 4, duration=SLOW, path_length=SLOW)
    b = scored_file("b", success=[1.0] * 8, duration=FAST, path_length=SLOW)
    return compare(a, b, requirements=[parse_no_worse("duration"), parse_no_worse("success")])


def test_the_second_result_is_told_to_be_faster(comparison):
    found = comparison["metrics"]["duration"]
    assert found["verdict"] == "better"
    assert found["mean_a"] == pytest.approx(sum(SLOW) / 8)
    assert found["difference"] == pytest.approx(-0.6)
    assert found["low"] < -0.6 < found["high"] < 0.0
    assert (found["wins"], found["losses"], found["ties"], found["n"]) == (8, 0, 0, 8)
    assert found["pairs"][0] == {"name": "reach seed 0", "a": 4.0, "b": 3.5}


def test_four_successes_more_of_eight_are_not_enough_for_mcnemar(comparison):
    found = comparison["metrics"]["success"]
    assert found["p"] == pytest.approx(2 / 16)
    assert found["verdict"] == "noise"


def test_what_is_equal_in_all_pairs_is_no_comparison(comparison):
    assert comparison["metrics"]["path_length"]["verdict"] == "equal"
    assert comparison["comparisons"] == 2
    assert comparison["told_from_noise"] == comparison["after_holm"] == ["duration"]
    assert comparison["metrics"]["duration"]["p_holm"] == pytest.approx(2 * 2 / 256)
    assert comparison["metrics"]["path_length"]["p_holm"] is None


def test_requirements_are_held(comparison):
    assert [one["ok"] for one in comparison["requirements"]] == [True, True]


def test_unpaired_episodes_are_named_and_do_not_count(scored_file):
    result = compare(scored_file("a", duration=SLOW), scored_file("b", duration=FAST[:7]))
    assert result["a"]["unpaired"] == ["reach seed 7"]
    assert result["b"]["unpaired"] == []
    assert (result["pairs"], result["metrics"]["duration"]["n"]) == (7, 7)


def test_a_single_small_p_value_among_many_does_not_outlive_holm(scored_file):
    names = ("duration", "comfort", "success")
    noise = {name: [0.1, -0.1, 0.3, -0.3, 0.2, -0.25] for name in names[1:]}
    result = compare(
        scored_file("a", duration=SLOW[:6], **{name: [0.0] * 6 for name in noise}),
        scored_file("b", duration=FAST[:6], **noise),
    )
    assert result["told_from_noise"] == ["duration"]
    assert result["after_holm"] == []


def test_equal_results_give_an_equal_document_that_json_keeps(scored_file):
    a, b = scored_file("a", duration=SLOW), scored_file("b", duration=FAST)
    result = compare(a, b)
    assert json.loads(json.dumps(result, allow_nan=False)) == result == compare(a, b)
