"""Small episodes without a physics engine: smooth pictures, numbers that say where they belong."""

import numpy as np
import pytest

from physai_sim.core.timing import stamp_of
from physai_sim.core.truth import EpisodeTruth, Outcome, StepTruth
from physai_sim.core.types import EpisodeSpec, Provenance, RobotSpec, SensorSpec

FPS, HEIGHT, WIDTH = 15, 48, 64


@pytest.fixture(scope="session")
def spec():
    ones = np.ones(2)
    robot = RobotSpec("ego", "sedan", "steering_speed", ("steer_rad", "v_mps"), -ones, ones, ())
    sensors = [
        SensorSpec("joint_state", "joint_state", FPS, "ego", "", (4,), ("a", "b")),
        SensorSpec("front", "rgb", FPS, "ego", "f", (HEIGHT, WIDTH, 3)),
        SensorSpec("front_depth", "depth", FPS, "ego", "f", (HEIGHT, WIDTH)),
    ]
    return EpisodeSpec(
        "w", "0" * 64, "Go.", FPS, 240, {"ego": robot}, {s.name: s for s in sensors}
    )


def picture(seed, index):
    """A colour gradient that moves from frame to frame, shape (H, W, 3)."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    channels = [x * 2 + 5 * index, y * 3 + 20 * seed, 255 - x - y]
    return np.stack(channels, axis=-1).clip(0, 255).astype(np.uint8)


@pytest.fixture(scope="session")
def source_frame():
    return picture


@pytest.fixture(scope="session")
def feed(spec):
    """`feed(recorder, seed, steps=5, reason="success")`: plays an episode into a recorder."""

    def truth(k):
        values = {"goal": np.array([k, 0.5])}
        return StepTruth(stamp_of(k, FPS), {}, (), {}, k / 10, k == 3, values)

    def play(recorder, seed, steps=5, reason="success"):
        provenance = Provenance("simulated", "a test", seed, "0" * 64)
        recorder.start(EpisodeTruth({}), provenance, descriptions={}, fixed_bases={})
        for k in range(steps + 1):
            at_ns = stamp_of(k, FPS)
            recorder.reading("joint_state", at_ns, np.array([seed, k, 0.0, 1.0]))
            recorder.reading("front", at_ns, picture(seed, k))
            recorder.truth(truth(k))
            if k < steps:
                recorder.action(at_ns, np.array([seed, k / 8]))
        ended = Outcome(reason, reason == "success", reason != "success", False, steps)
        recorder.end(stamp_of(steps, FPS), ended)

    return play


@pytest.fixture
def written(tmp_path, spec, feed):
    """A published dataset of three episodes of 5, 6 and 7 rows."""
    from physai_sim.datasets.lerobot.writer import DatasetWriter

    writer = DatasetWriter(tmp_path / "dataset")
    for index in range(3):
        with writer.record(index, spec) as recorder:
            feed(recorder, index, steps=5 + index)
    assert writer.publish()
    return writer.folder
