"""Small true films, each played once in the whole run of the tests."""

import dataclasses
import json

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.lifting import pixels
from physai_sim.generation.physics.sight import Sight, Track
from physai_sim.generation.physics.truth import View, true_film
from physai_sim.generation.source.from_world import from_world


def film(world, view, *settings, seed=1):
    """The true film of an episode that the expert of a world plays."""
    return true_film(from_world(load_world(world, settings), seed), view)


@pytest.fixture(scope="session")
def pick_place_truth():
    """An arm lifts a red cube onto a plate: 55 frames of a camera that stands still."""
    return film("pick_place", View("front_camera", 12, (96, 96)))


@pytest.fixture(scope="session")
def push_truth():
    """An arm pushes a cube over a table: 54 frames of a camera that stands still."""
    return film("push", View("front_camera", 12, (96, 96)))


@pytest.fixture(scope="session")
def lane_curve_truth():
    """A car follows its lane: 30 frames of the camera that it carries."""
    return film("lane_curve", View("front_camera", 12, (96, 96), 30), "time_limit_s=3.0")


@pytest.fixture(scope="session")
def falling_ball_truth():
    """A ball bounces on a floor: a camera that stands still."""
    return film("falling_ball", View("front_camera", 24, (96, 96), 30))


@pytest.fixture(scope="session")
def sight_at():
    """Makes a sight in which bodies are seen at given points of the world, and nothing else."""

    def make(truth, points):
        tracks = {name: track_at(truth, name, rows) for name, rows in points.items()}
        return Sight(Clip("made by hand", truth.hz, truth.rgb), "masks", tracks)

    return make


def track_at(truth, body, rows):
    """A body of 16 pixels at points of the world, (T, 3); not seen where these are NaN."""
    centre = pixels(rows, truth)
    seen, count = np.isfinite(centre).all(1), len(rows)
    return Track(
        body=body,
        seen=seen,
        centre_px=centre,
        area_px=np.where(seen, 16.0, 0.0),
        axis_rad=np.full(count, np.nan),
        colour_lab=np.zeros((count, 3)),
        copies=np.zeros(count, dtype=np.int64),
        masks=np.zeros(truth.labels.shape, dtype=bool),
    )


@pytest.fixture
def say_asked():
    """Writes the `sample_args.json` of a rollout that was asked for."""

    def write(folder, request):
        told = dict.fromkeys(("format", "config_hash", "actions_sha256"), "")
        told |= {"schema": 1, "settings": [], "request": dataclasses.asdict(request)}
        text = json.dumps(told)
        (folder / "sample_args.json").write_text(text, encoding="utf-8")

    return write
