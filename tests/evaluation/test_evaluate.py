import json
import shutil

import numpy as np
import pytest

from physai_sim.core.errors import BagError, OutputError
from physai_sim.evaluation.evaluate import EvaluateRequest, evaluate
from physai_sim.evaluation.results.gates import parse
from physai_sim.evaluation.run import run


def nothing(*_):
    pass


@pytest.fixture(scope="module")
def own(request_of, tmp_path_factory):
    """A short run of two episodes with its metrics, by world."""
    made = {}

    def run_of(world):
        if world not in made:
            request = request_of(world, tmp_path_factory.mktemp(world) / "run")
            made[world] = request, run(request, progress=nothing)
        return made[world]

    return run_of


def _bags(request):
    return tuple(request.files(index).bag for index in range(request.episodes))


@pytest.mark.parametrize("world", ["lane_curve", "reach"])
def test_the_bags_of_a_run_give_the_numbers_of_the_run(own, world):
    request, metrics = own(world)
    found = evaluate(EvaluateRequest(_bags(request)), progress=nothing)
    for mine, theirs in zip(metrics["episodes"], found["episodes"], strict=True):
        changed = {"bag": theirs["bag"], "video": None}
        assert {**mine, **changed} == theirs
    assert found["aggregate"] == metrics["aggregate"]
    assert found["kind"] == "evaluate"


def test_all_results_are_written_and_the_second_time_they_are_the_same(own, tmp_path):
    bags = _bags(own("reach")[0])[:1]
    found = []
    for name in ("first", "second"):
        request = EvaluateRequest(bags, out=tmp_path / name, requirements=(parse("success>=1"),))
        found.append(evaluate(request, progress=nothing))
        assert json.loads((tmp_path / name / "metrics.json").read_text()) == found[-1]
        assert sorted(path.name for path in (tmp_path / name).iterdir()) == [
            "episode_000.mp4",
            "junit.xml",
            "metrics.json",
            "report.html",
            "results.jsonl",
            "run.json",
        ]
        assert json.loads((tmp_path / name / "run.json").read_text())["exit_state"] == "done"
    first, second = ({**metrics, "timing": None} for metrics in found)
    assert first == second
    [requirement] = first["requirements"]
    assert (requirement["text"], requirement["ok"]) == ("success>=1", False)


def test_a_bag_by_the_clock_on_the_wall_says_how_long_things_took_and_scores_as_before(
    own, by_wall_clock, tmp_path
):
    request, metrics = own("lane_curve")
    waits = [30.0] * 9 + [200.0]
    bag = _bags(request)[0]
    wall = by_wall_clock(bag, tmp_path / "wall", real_time_factor=0.5, waits_ms=waits)
    [episode] = evaluate(EvaluateRequest((wall,)), progress=nothing)["episodes"]
    found, before = episode["metrics"], metrics["episodes"][0]["metrics"]

    latency, count = found["command_latency"], int(found["command_latency"]["parts"]["answers"])
    put_in = np.resize(waits, count)
    assert latency["value"] == pytest.approx(30.0)
    assert latency["parts"]["p99_ms"] == pytest.approx(np.percentile(put_in, 99))
    assert latency["parts"]["unanswered_share"] == 0.0
    assert found["real_time_factor"]["value"] == pytest.approx(0.5, rel=5e-3)
    assert before["command_latency"]["value"] is before["real_time_factor"]["value"] is None
    assert 0.0 < found["topic_jitter"]["value"] < 2.0
    assert {n: r for n, r in found.items() if r["group"] != "system"} == {
        n: r for n, r in before.items() if r["group"] != "system"
    }


def test_without_videos_no_picture_is_touched(own, tmp_path):
    request = EvaluateRequest(_bags(own("reach")[0]), out=tmp_path / "out", videos=False)
    metrics = evaluate(request, progress=nothing)
    assert not list((tmp_path / "out").glob("*.mp4"))
    assert [episode["video"] for episode in metrics["episodes"]] == [None, None]


def test_a_bag_that_cannot_be_read_hides_no_other(own, tmp_path):
    bag, _ = _bags(own("reach")[0])
    metrics = evaluate(EvaluateRequest((tmp_path / "nowhere", bag)), progress=nothing)
    assert len(metrics["episodes"]) == 1
    [unreadable] = metrics["unreadable"]
    assert unreadable["bag"] == str(tmp_path / "nowhere")
    assert "does not exist" in unreadable["reason"]


def test_bags_of_which_none_can_be_read_are_an_error_that_names_each(tmp_path):
    with pytest.raises(BagError, match=r"first.*does not exist.*second.*does not exist"):
        evaluate(EvaluateRequest((tmp_path / "first", tmp_path / "second")), progress=nothing)
    with pytest.raises(BagError, match=r"first: does not exist"):
        evaluate(EvaluateRequest((tmp_path / "first",)), progress=nothing)


def test_a_damaged_bag_is_scored_as_far_as_it_goes_and_says_what_it_lost(own, tmp_path):
    bag, _ = _bags(own("reach")[0])
    cut = tmp_path / "cut"
    shutil.copytree(bag, cut)
    [file] = cut.glob("*.mcap")
    file.write_bytes(file.read_bytes()[:-5000])
    metrics = evaluate(EvaluateRequest((cut,)), progress=nothing)
    [recording] = metrics["recordings"]
    assert "cut off" in recording["lost"] or "lost" in recording["lost"]
    assert metrics["episodes"][0]["lost"] == recording["lost"]


def test_progress_names_the_bag_and_ends_with_all_of_it(own):
    told = []
    bags = _bags(own("reach")[0])
    evaluate(EvaluateRequest(bags), progress=lambda *now: told.append(now))
    for number in range(2):
        shares = [share for index, doing, share in told if (index, doing) == (number, "reading")]
        assert shares == sorted(shares)
        assert shares[-1] == 1.0


def test_a_folder_that_is_not_empty_is_refused_before_anything_is_read(own, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="not empty"):
        evaluate(EvaluateRequest(_bags(own("reach")[0]), out=tmp_path), progress=nothing)
