import json
import os

import pytest

from physai_sim.datasets.bag_reader import open_bag


@pytest.fixture
def words(policy_file, short, tmp_path):
    """The words of a short run; `words("reach", policy="Dice")`."""

    def make(world="reach", *more, policy="Still", out=tmp_path / "out"):
        settings = [word for setting in short for word in ("--set", setting)]
        chosen = ["--policy", f"{policy_file}:{policy}"] if policy else []
        return ["run", world, *chosen, *settings, "--out", out, *more]

    return make


def test_a_run_says_success_with_its_interval_speed_and_report(physai, words, tmp_path):
    done = physai(*words())
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].startswith("reach: success 0.00 (95 %: 0.00 to 0.79, n = 1), ")
    assert lines[1] == f"report: {tmp_path / 'out' / 'report.html'}"
    assert done.err == "reach 1/1: time_limit after 6 steps\n"
    assert (tmp_path / "out" / "report.html").stat().st_size > 10_000


def test_the_expert_of_the_world_plays_by_default(physai, words, tmp_path):
    assert physai(*words("lane_curve", policy=None)).code == 0
    metrics = json.loads((tmp_path / "out" / "metrics.json").read_text())
    assert metrics["policy"] == "expert_lane_follow"


def test_seeds_count_up_from_the_given_one(physai, words, tmp_path):
    assert physai(*words("reach", "--seed", 41, "--episodes", 2)).code == 0
    assert json.loads((tmp_path / "out" / "metrics.json").read_text())["seeds"] == [41, 42]
    assert json.loads((tmp_path / "out" / "run.json").read_text())["seeds"] == [41, 42]


def test_raw_images_are_recorded_when_asked_for(physai, words, tmp_path):
    assert physai(*words("reach", "--raw-images")).code == 0
    with open_bag(tmp_path / "out" / "episode_000") as bag:
        assert "/front_camera/image_raw" in bag.topics
        assert "/front_camera/image_raw/compressed" not in bag.topics
        image = next(bag.messages(["/front_camera/image_raw"])).message
    assert image.encoding == "rgb8"
    assert len(image.data) == image.height * image.step


def test_a_world_file_of_ones_own_can_be_run(physai, words, tmp_path):
    from physai_sim.core import paths

    mine = tmp_path / "mine.yaml"
    mine.write_text(paths.find("worlds", "reach").read_text())
    assert physai(*words(mine)).code == 0


@pytest.mark.parametrize(
    ("world", "more", "text"),
    [
        ("rech", [], "unknown world, got 'rech'; expected a .yaml file; did you mean 'reach'?"),
        ("nowhere/mine.yaml", [], "no such world file, got 'nowhere/mine.yaml'"),
        ("reach", ["--policy", "expert_rech"], "did you mean 'expert_reach'?"),
        ("reach", ["--policy", "nowhere.py:Mine"], "no such Python file"),
        ("reach", ["--set", "rates.control_hs=10"], "did you mean 'control_hz'?"),
        ("reach", ["--set", "rates.control_hz=fast"], "rates.control_hz"),
        ("reach", ["--set", "rates.control_hz=7"], "rates"),
        ("reach", ["--set", "time_limit_s"], "time_limit_s"),
        ("reach", ["--set", "scene.bodies.table.mass_kg=-1"], "mass_kg"),
        ("reach", ["--overwrite", "--resume"], "contradict each other"),
    ],
)
def test_bad_input_is_one_line_that_names_it(refused, words, tmp_path, world, more, text):
    assert text in refused(*words(world, *more))
    assert not (tmp_path / "out").exists()


def test_an_unknown_class_of_a_policy_file_is_refused_with_the_closest(refused, words):
    assert "no such class, got 'Stil'; did you mean 'Still'?" in refused(*words(policy="Stil"))


def test_a_policy_file_that_fails_to_load_is_named(refused, words, tmp_path):
    broken = tmp_path / "broken.py"
    for source, text in (("1 / 0\n", "ZeroDivisionError"), ("def :\n", "SyntaxError")):
        broken.write_text(source)
        line = refused(*words("reach", "--policy", f"{broken}:Mine"))
        assert str(broken) in line
        assert text in line


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        ("RaisesInReset", "RaisesInReset.reset ("),
        ("RaisesInInfer", "the policy raised LinAlgError: Singular matrix"),
        ("SaysNan", "not finite"),
        ("NotAChunk", "no action chunk"),
    ],
)
def test_a_failing_policy_is_one_line(physai, words, policy, text):
    done = physai(*words(policy=policy))
    assert (done.code, done.out) == (2, "")
    assert text in done.err
    assert done.err.count("\n") == 1


def test_a_folder_that_is_not_empty_is_left_alone(refused, words, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    assert "the output folder is not empty" in refused(*words())
    for option in ("--overwrite", "--resume"):
        assert "no run made this folder" in refused(*words("reach", option))
    assert os.listdir(out) == ["thesis.txt"]


def test_an_earlier_run_is_replaced_when_asked_for_and_kept_otherwise(
    physai, refused, words, tmp_path
):
    assert physai(*words("reach", "--episodes", 2)).code == 0
    assert "--resume or --overwrite" in refused(*words())
    assert (tmp_path / "out" / "episode_001").is_dir()
    assert physai(*words("reach", "--overwrite")).code == 0
    assert not (tmp_path / "out" / "episode_001").exists()


def test_resume_says_which_episodes_it_keeps(physai, words):
    assert physai(*words()).code == 0
    done = physai(*words("reach", "--resume", "--episodes", 2))
    assert done.code == 0
    assert done.err == "reach 1/2: kept\nreach 2/2: time_limit after 6 steps\n"


def test_an_output_that_cannot_be_a_folder_is_refused(refused, words, tmp_path):
    (tmp_path / "file").write_text("")
    assert "not a folder" in refused(*words(out=tmp_path / "file"))
    assert "cannot be used" in refused(*words(out=tmp_path / "file" / "deeper"))
    assert "cannot be used" in refused(*words(out="/proc/physai"))


def test_a_recorded_draw_is_drawn_again_and_its_seed_taken(physai, words, tmp_path):
    first, again = tmp_path / "first", tmp_path / "again"
    assert physai(*words("push", "--seed", 6, policy="Dice", out=first)).code == 0
    draw = ("--draw", first / "episode_000")
    assert physai(*words("push", *draw, policy="Dice", out=again)).code == 0
    bag = "episode_000/episode_000_0.mcap"
    assert (again / bag).read_bytes() == (first / bag).read_bytes()
    metrics = json.loads((again / "metrics.json").read_text())
    assert metrics["seeds"] == [6]


def test_a_draw_that_does_not_serve_every_episode_is_refused_at_once(words, refused, tmp_path):
    draws = tmp_path / "metrics.json"
    draws.write_text(json.dumps({"episodes": [{"seed": s, "draw": {}} for s in (3, 4)]}))
    assert "no episode of this seed, got 5" in refused(
        *words("reach", "--draw", draws, "--episodes", 3)
    )
    draws.write_text(json.dumps({"scene.light.ambient": 0.5}))
    assert "reach does not draw this" in refused(*words("reach", "--draw", draws))
    assert not (tmp_path / "out").exists()
