"""A video file is checked from end to end."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.core.errors import OutputError, PhysAIError, UnknownNameError
from physai_sim.core.rollouts import Expansion, RolloutRequest
from physai_sim.datasets.video import VideoWriter
from physai_sim.generation.physics import report as report_file
from physai_sim.generation.physics.check_request import CheckRequest, Pair
from physai_sim.generation.physics.checking import check
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.measures.control_fidelity import ControlFidelity
from physai_sim.generation.physics.measures.drift import Drift
from physai_sim.generation.physics.requirements import parse
from physai_sim.generation.physics.tracking.look import look


@pytest.fixture(autouse=True)
def _two_measures(monkeypatch):
    """Measures have tests of their own, and some train models."""
    monkeypatch.setattr(report_file, "all_measures", lambda: (ControlFidelity(), Drift()))


@pytest.fixture(scope="module")
def pair(push_truth, tmp_path_factory):
    path = tmp_path_factory.mktemp("videos") / "push.mp4"
    with VideoWriter(path, hz=12, size_px=(96, 96)) as writer:
        for frame in push_truth.rgb[:20]:
            writer.write(frame)
    return Pair(path, "push:1")


@pytest.mark.slow
def test_the_true_film_passes_and_its_report_lies_in_the_folder(pair, tmp_path):
    out = tmp_path / "out"
    wanted = (parse("control_fidelity>=0.5"), parse("drift>=1"))
    found = check(CheckRequest(pair, frames=20, out=out, required=wanted))
    assert found["verdict"] == "pass"
    assert [one["ok"] for one in found["requirements"]] == [True, False]
    assert json.loads((out / "physics.json").read_text(encoding="utf-8")) == found
    assert (out / "physics.html").is_file()
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["exit_state"] == "done"
    with pytest.raises(OutputError, match="not empty"):
        check(CheckRequest(pair, frames=20, out=out))


@pytest.mark.parametrize(
    "change", [{"masks": "m.npz"}, {"variants": ("v.mp4",)}, {"other": ("v.mp4", "truth")}]
)
def test_a_folder_that_holds_what_is_read_is_not_overwritten(tmp_path, change):
    (tmp_path / "run.json").write_text("{}")
    (tmp_path / "truth").mkdir()
    places = {
        "masks": lambda name: tmp_path / name,
        "variants": lambda names: tuple(tmp_path / name for name in names),
        "other": lambda names: Pair(tmp_path / names[0], "push:1"),
    }
    [(key, names)] = change.items()
    for asked in (
        CheckRequest(Pair(Path("a.mp4"), str(tmp_path / "truth")), out=tmp_path),
        CheckRequest(Pair(Path("a.mp4"), f"{tmp_path / 'truth'}:0"), out=tmp_path),
        CheckRequest(Pair(Path("a.mp4"), "push:1"), out=tmp_path, **{key: places[key](names)}),
    ):
        with pytest.raises(OutputError, match="would delete what is to be read"):
            check(dataclasses.replace(asked, mode="overwrite"))
    assert (tmp_path / "truth").is_dir()


@pytest.mark.parametrize("change", [{}, {"camera": "no_such"}, {"frames": 21}])
def test_what_cannot_be_read_leaves_no_folder(pair, tmp_path, change):
    asked = pair if change else Pair(tmp_path / "none.mp4", "push:1")
    out = tmp_path / "out"
    with pytest.raises(PhysAIError):
        check(CheckRequest(asked, out=out, **change))
    assert not out.exists()


@pytest.mark.slow
def test_a_video_that_is_shorter_than_its_truth_is_refused(pair):
    with pytest.raises(PhysAIError, match="20"):
        check(CheckRequest(pair))


@pytest.mark.slow
def test_what_a_sample_was_asked_for_decides_camera_frames_and_intent(pair, tmp_path, say_asked):
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "vision.mp4").write_bytes(pair.video.read_bytes())
    dim = Expansion("appearance", "dim", ("scene.light.ambient=0.3",))
    asked = RolloutRequest("a", "push:1", dim, num_frames=20, cameras=("front_camera",))
    say_asked(folder, asked)
    found = check(CheckRequest(Pair(folder / "vision.mp4", "push:1")))
    assert (found["frames"], found["expansion"]["name"]) == (20, "dim")
    assert found["truth"]["camera"] == "front_camera"


def test_masks_of_what_is_not_there_are_refused(push_truth):
    mask = np.zeros(push_truth.labels.shape, dtype=bool)
    clip = Clip("a.mp4", push_truth.hz, push_truth.rgb, {"cub": mask})
    with pytest.raises(UnknownNameError, match="no body of this episode, got 'cub'; did you mean"):
        look(clip, push_truth)


@pytest.mark.slow
def test_another_video_with_the_same_actions_tells_no_difference(pair):
    found = check(CheckRequest(pair, frames=20, other=pair))
    assert found["counterfactual"]["value"] is None
    assert "less than a tracker sees" in found["counterfactual"]["reason"]


def test_names_of_measures_are_those_of_files():
    assert {"control_fidelity", "drift"} <= set(registry.names("measures"))
