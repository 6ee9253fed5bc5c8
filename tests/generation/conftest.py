"""Small true films, each played once in the whole run of the tests."""

import pytest

from physai_sim.core.config import load_world
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
