import json

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import BagError, OutputError, PolicyError
from physai_sim.evaluation.replay.perturbations import perturbation
from physai_sim.evaluation.replay.plans_bag import read_plans
from physai_sim.evaluation.replay.replay import replay
from physai_sim.evaluation.replay.request import ReplayRequest
from physai_sim.evaluation.results.gates import parse
from physai_sim.evaluation.run import run
from physai_sim.evaluation.run_request import RunRequest

LOOKS = '''
import numpy as np

from physai_sim.core.types import ActionChunk


class Looks:
    """Steers by every pixel that it sees, three steps at a time; weighs two futures."""

    needs_privileged = False

    def reset(self, *, spec, seed):
        self.spec, self.rng = spec, np.random.default_rng(seed)

    def infer(self, observation):
        image = observation.sensors["front_camera"].astype(float)
        weights = self.rng.normal(0.0, 1e-4, image.shape)
        actions = np.full((3, 2), (image * weights).mean())
        return ActionChunk(observation.stamp_ns, self.spec.control_hz, actions)

    def candidates(self, observation):
        first = self.infer(observation)
        return [first, ActionChunk(first.start_ns, first.hz, first.actions + 0.01)]
'''


def ignore(number, doing, share):
    del number, doing, share


@pytest.fixture(scope="module")
def looks(tmp_path_factory):
    path = tmp_path_factory.mktemp("looking") / "looks.py"
    path.write_text(LOOKS, encoding="utf-8")
    return f"{path}:Looks"


@pytest.fixture(scope="module")
def raw_bag(looks, short, tmp_path_factory):
    """A run of a policy that looks at raw images."""
    out = tmp_path_factory.mktemp("raw") / "run"
    config = load_world("lane_curve", short)
    run(
        RunRequest(config, looks, episodes=1, seed=4, out=out, raw_images=True),
        progress=lambda *_: None,
    )
    return out / "episode_000"


def without_times(metrics):
    return json.dumps({key: value for key, value in metrics.items() if key != "timing"})


def test_a_policy_that_looks_at_raw_images_decides_to_the_bit_as_in_the_run(raw_bag, looks):
    metrics = replay(ReplayRequest((raw_bag,), looks), progress=ignore)
    (episode,) = metrics["episodes"]
    chunks = episode["replay"]["recorded_chunks"]
    assert chunks["count"] == chunks["matched"] == episode["replay"]["plans"] == 2
    assert (chunks["unmatched"], chunks["greatest"]) == (0, 0.0)
    assert episode["metrics"]["action_error"]["value"] == 0.0
    assert episode["metrics"]["action_error"]["parts"]["actions"] == 6.0


def test_the_same_bag_gives_the_same_numbers_with_threads_and_without(raw_bag, looks):
    what = tuple(perturbation(text) for text in ("noise=front_camera:5", "delay=odometry:0.2s"))
    documents = [
        replay(
            ReplayRequest((raw_bag,), looks, hold=True, perturbations=what, threads=threads),
            progress=ignore,
        )
        for threads in (2, 0, 2)
    ]
    assert len({without_times(metrics) for metrics in documents}) == 1


def test_a_what_if_tells_by_how_much_decisions_differ(raw_bag, looks):
    what = (perturbation("drop=front_camera"), perturbation("drop=joint_state"))
    metrics = replay(ReplayRequest((raw_bag,), looks, perturbations=what), progress=ignore)
    blind, unmoved = metrics["counterfactuals"]
    assert blind["perturb"] == "drop=front_camera"
    (seen,), (same,) = blind["episodes"], unmoved["episodes"]
    assert seen["difference"]["actions"]["max"] > 0.0
    assert seen["difference"]["paths"]["max"] > 0.0
    assert same["difference"]["actions"]["max"] == 0.0
    assert blind["aggregate"]["metrics"]["action_error"]["mean"] > 0.0


def test_holding_lets_short_chunks_reach_a_horizon_and_the_best_candidate_counts(raw_bag, looks):
    horizon_ns = 500_000_000
    short, held = (
        replay(ReplayRequest((raw_bag,), looks, horizon_ns=horizon_ns, hold=hold), progress=ignore)
        for hold in (False, True)
    )
    unknown = short["episodes"][0]["metrics"]["min_ade"]
    assert unknown["value"] is None
    assert unknown["reason"] == "chunks reach 0.3 s, the shortest horizon is 0.5 s"
    known = held["episodes"][0]["metrics"]["min_ade"]
    assert known["parts"]["0.5 s"] == known["value"]
    assert known["parts"]["held_s"] == pytest.approx(0.2)
    assert known["parts"]["candidates"] == 2.0


def test_a_folder_gets_metrics_plans_and_results(raw_bag, looks, tmp_path):
    request = ReplayRequest((raw_bag,), looks, out=tmp_path / "out")
    metrics = replay(request, progress=ignore)
    written = json.loads((request.out / "metrics.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(metrics))
    assert (written["schema"], written["kind"], written["policy"]) == (2, "replay", looks)
    record = json.loads((request.out / "run.json").read_text(encoding="utf-8"))
    assert record["exit_state"] == "done"
    for name in ("results.jsonl", "junit.xml", "report.html"):
        assert (request.out / name).stat().st_size > 0
    (episode,) = metrics["episodes"]
    folder = request.out / episode["replay"]["plans_bag"]
    plans = read_plans(folder, start_ns=episode["start_ns"])
    assert [plan.stamp_ns for plan in plans] == [0, 300_000_000]
    first, second = plans[0].chunks
    np.testing.assert_allclose(second.actions, first.actions + 0.01)


def test_bags_that_cannot_be_replayed_hide_none_of_the_others(raw_bag, looks, tmp_path):
    missing = tmp_path / "nothing"
    metrics = replay(ReplayRequest((missing, raw_bag), looks), progress=ignore)
    assert [one["bag"] for one in metrics["unreadable"]] == [str(missing)]
    assert [one["episode"] for one in metrics["episodes"]] == [0]
    with pytest.raises(BagError, match="does not exist"):
        replay(ReplayRequest((missing,), looks), progress=ignore)
    with pytest.raises(BagError, match="none of the bags can be read"):
        replay(ReplayRequest((missing, missing), looks), progress=ignore)


def test_every_episode_is_replayed_with_its_own_seed(short_run, policy_file):
    _, folder, _ = short_run
    bags = (folder / "episode_000", folder / "episode_001")
    metrics = replay(ReplayRequest(bags, f"{policy_file}:Dice"), progress=ignore)
    told = [episode["replay"] for episode in metrics["episodes"]]
    assert [one["seed"] for one in told] == [5, 6]
    assert all(one["recorded_chunks"]["greatest"] == 0.0 for one in told)
    assert all(one["recorded_chunks"]["unmatched"] == 0 for one in told)
    assert "success" not in metrics["episodes"][0]["metrics"]
    assert metrics["aggregate"]["success_rate"]["value"] is None


def test_requirements_are_held_against_the_result(raw_bag, looks):
    wanted = (parse("action_error==0"), parse("max(min_ade)<=0.1"))
    metrics = replay(ReplayRequest((raw_bag,), looks, requirements=wanted), progress=ignore)
    held, missed = metrics["requirements"]
    assert held["ok"]
    assert not missed["ok"]
    assert "chunks reach 0.3 s" in missed["reason"]


def test_a_policy_that_fails_stops_the_replay_and_the_folder_says_so(
    raw_bag, policy_file, tmp_path
):
    out = tmp_path / "out"
    with pytest.raises(PolicyError, match="no weights"):
        replay(
            ReplayRequest((raw_bag,), f"{policy_file}:RaisesWhenMade", out=out), progress=ignore
        )
    assert not out.exists()
    with pytest.raises(PolicyError, match="RaisesInInfer"):
        replay(ReplayRequest((raw_bag,), f"{policy_file}:RaisesInInfer", out=out), progress=ignore)
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["exit_state"].startswith("failed: RaisesInInfer")


def test_an_earlier_folder_is_replaced_only_if_that_is_wished(raw_bag, looks, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(OutputError, match="not empty"):
        replay(ReplayRequest((raw_bag,), looks, out=tmp_path / "out"), progress=ignore)


def test_an_episode_that_a_policy_ends_is_told_with_its_time(raw_bag, policy_file):
    metrics = replay(ReplayRequest((raw_bag,), f"{policy_file}:Keeps"), progress=ignore)
    told = metrics["episodes"][0]["replay"]
    assert (told["ended_s"], told["control_stamps"]) == (0.3, 3)
