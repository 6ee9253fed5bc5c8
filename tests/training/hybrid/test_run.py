"""A training is a folder: it can be resumed as it began, and not otherwise."""

import json

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.core.errors import OutputError  # noqa: E402
from physai_sim.training.hybrid.loop import Settings  # noqa: E402
from physai_sim.training.hybrid.run import HybridRun, learner  # noqa: E402


def _run(out, mode="new", pattern="M*", steps=4):
    torch.set_num_threads(1)
    settings = Settings("copy", steps, tokens=64, note_every=2)
    return HybridRun(learner(pattern), settings, out, mode=mode)


def test_a_folder_holds_all_about_a_training(tmp_path):
    out = tmp_path / "out"
    line = _run(out).go()
    assert line.startswith("copy by M*, seed 0: 0.")
    assert {path.name for path in out.iterdir()} == {
        "checkpoint.safetensors",
        "curve.csv",
        "curve.png",
        "run.json",
        "training.json",
    }
    assert json.loads((out / "run.json").read_text())["exit_state"] == "done"
    assert json.loads((out / "training.json").read_text())["steps"] == 4


def test_a_training_that_is_done_resumes_to_what_it_was(tmp_path):
    first = _run(tmp_path / "out").go()
    assert _run(tmp_path / "out", "resume").go() == first


def test_another_training_does_not_go_on_here(tmp_path):
    _run(tmp_path / "out").go()
    with pytest.raises(OutputError, match="another model"):
        _run(tmp_path / "out", "resume", pattern="MM").go()
    with pytest.raises(OutputError, match="another settings"):
        _run(tmp_path / "out", "resume", steps=5).go()
