"""A small batch that is made once, copies of it to be spoilt, and films to spoil it with."""

import hashlib
import json
import shutil

import numpy as np
import pytest

from physai_sim.core.rollouts import RolloutRequest
from physai_sim.datasets.video import VideoWriter
from physai_sim.generation.batch.batch_request import BatchRequest
from physai_sim.generation.batch.run_batch import run_batch
from physai_sim.generation.curation.decision import Decision
from physai_sim.generation.curation.measured import FilmFacts, Measured, Physics
from physai_sim.generation.physics.reading import read_clip
from physai_sim.generation.variation.appearance import appearance

LOOKS = {"noon": "noon", "night": "night+rain"}


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Two looks of two episodes, with depth and a dataset."""
    out = tmp_path_factory.mktemp("curation") / "batch"
    values = {"fps": 12, "num_frames": 12, "size_px": (64, 64), "streams": ("depth",)}
    rollouts = tuple(
        RolloutRequest(
            f"{look.partition('+')[0]}_{seed}", f"reach:{seed}", appearance(look), **values
        )
        for seed in range(2)
        for look in LOOKS
    )
    run_batch(BatchRequest(rollouts, out, form="lerobot"), progress=lambda _: None)
    return out


@pytest.fixture
def batch(made, tmp_path):
    """A copy of the batch."""
    shutil.copytree(made, tmp_path / "batch")
    return tmp_path / "batch"


@pytest.fixture
def plant(batch):
    """`plant("noon_0", "other", change)`: a rollout that is the first with changed frames."""

    def write(name, other, change):
        folder = batch / "samples" / other
        shutil.copytree(batch / "samples" / name, folder, dirs_exist_ok=True)
        video = folder / "vision.mp4"
        frames = change(read_clip(video).frames.copy())
        writer = VideoWriter(video, hz=12, size_px=(64, 64))
        for frame in frames:
            writer.write(np.ascontiguousarray(frame))
        writer.close()
        told = json.loads((folder / "sample_outputs.json").read_text())
        told["files"]["vision.mp4"] = hashlib.sha256(video.read_bytes()).hexdigest()
        (folder / "sample_outputs.json").write_text(json.dumps(told))

    return write


@pytest.fixture
def decision():
    """`decision("a", score=4)`: what is known of a rollout that moves and obeys physics."""

    def make(name, *, source="reach:0", score=5, verdict="pass", used=0.1, **facts):
        physics = Physics(verdict, score, (), used, ("dynamics",) if verdict == "fail" else ())
        film = FilmFacts(12, ((0, 12),), facts.pop("motion", 0.1), physics=physics, **facts)
        return Decision(Measured(name, "", source, {"view": film}, (1.0, 0.0)), ())

    return make
