import pytest

from physai_sim.evaluation.comparison.words import named, sentences, side_name


@pytest.fixture
def found():
    def make(*, made=1, told=(), left=None, unpaired=(), verdict="noise", **policies):
        sides = {
            side: {"path": f"out/{side}", "policy": policies.get(side), "unpaired": []}
            for side in ("a", "b")
        }
        sides["b"]["unpaired"] = list(unpaired)
        return {
            **sides,
            "pairs": 8,
            "paired_by": "world and seed",
            "comparisons": made,
            "told_from_noise": list(told),
            "after_holm": list(told if left is None else left),
            "method": {"fewest_pairs": 6},
            "metrics": {"duration": {"verdict": verdict}},
        }

    return make


def test_what_was_found_is_counted_and_named(found):
    assert sentences(found(told=["duration"])) == [
        "8 pairs of episodes by world and seed, 1 comparison: 1 told from noise: duration."
    ]
    assert sentences(found())[0].endswith("1 comparison: 0 told from noise.")


def test_many_comparisons_come_with_a_warning(found):
    told = ["collisions", "duration"]
    _, warning = sentences(found(made=40, told=told, left=["duration"]))
    assert warning == (
        "By chance alone about 2.0 of 40 would seem to differ; after Holm's correction: duration."
    )
    assert "all of these remain" in sentences(found(made=40, told=told))[1]
    assert "none of these remains" in sentences(found(made=40, told=told, left=[]))[1]


def test_nothing_to_compare_is_said_with_the_reason(found):
    few = sentences(found(made=0, verdict="too few pairs"))[0]
    assert "nothing was compared, for at least 6 pairs are needed to tell" in few
    assert "all pairs are equal" in sentences(found(made=0, verdict="equal"))[0]


def test_episodes_without_a_partner_are_named(found):
    assert sentences(found(unpaired=["reach seed 9"]))[-1] == (
        "Left out of B, for want of a partner: reach seed 9."
    )
    assert named([str(n) for n in range(11)]) == "0, 1, 2, 3, 4, 5, 6, 7 and 3 more"


def test_a_side_is_called_by_what_it_differs_in(found):
    assert side_name(found(a="expert", b="vla"), "b") == "vla"
    assert side_name(found(a="expert", b="expert"), "b") == "b"
    assert side_name(found(), "a") == "a"
    same = found()
    same["a"]["path"], same["b"]["path"] = "old/run", "new/run"
    assert side_name(same, "b") == "new/run"
