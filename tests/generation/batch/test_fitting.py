"""What cannot be made is refused before anything is made."""

import dataclasses

import pytest

from physai_sim.core.errors import ConfigError, OutputError, PhysAIError, UnknownNameError
from physai_sim.core.rollouts import Expansion, RolloutRequest
from physai_sim.generation.batch.batch_request import BatchRequest
from physai_sim.generation.batch.fitting import check_batch


def batch(tmp_path, *changes, **more):
    rollouts = tuple(
        dataclasses.replace(RolloutRequest(f"r{k}", "reach:0"), **change)
        for k, change in enumerate(changes or ({},))
    )
    return BatchRequest(rollouts, tmp_path / "out", **more)


def test_what_fits_is_let_through(tmp_path):
    check_batch(batch(tmp_path, {"cameras": ("front_camera", "view")}, {"fps": 12}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fps": 7}, "7 Hz does not divide 240 Hz"),
        ({"fps": 0}, "expected 1 or more"),
        ({"fps": -24}, "expected 1 or more"),
        ({"num_frames": 0}, "number of frames"),
        ({"cameras": ("back",)}, "no such camera"),
        ({"cameras": ("view", "view")}, "each once"),
        ({"cameras": ("a", "b", "c", "d", "e")}, "1 to 4"),
        ({"size_px": (33, 32)}, "even numbers"),
        ({"streams": ("depht",)}, "did you mean 'depth'"),
    ],
)
def test_a_rollout_that_does_not_fit_its_source_is_refused(tmp_path, change, said):
    with pytest.raises(
        ConfigError if "such" not in said and "mean" not in said else UnknownNameError, match=said
    ):
        check_batch(batch(tmp_path, {}, change))


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("scene.light.ambient=0.1", "no parameter of physics"),
        ("scene.gravity_mps2=[0.0, 0.0, -9.81]", "has this value already"),
        ("scene.bodies.cub.mass_kg=1.0", "cub"),
    ],
)
def test_a_change_that_does_not_fit_the_world_is_refused(tmp_path, setting, said):
    with pytest.raises(PhysAIError, match=said):
        check_batch(batch(tmp_path, {}, {"expansion": Expansion("physics", "x", (setting,))}))


def test_the_rollouts_of_a_dataset_must_be_alike(tmp_path):
    with pytest.raises(ConfigError, match="must be alike, and fps differs"):
        check_batch(batch(tmp_path, {}, {"fps": 12}, form="lerobot"))


def test_a_generator_that_there_is_not_is_refused(tmp_path):
    with pytest.raises(UnknownNameError, match="unknown generator"):
        check_batch(batch(tmp_path, generator="resimm"))


def test_nothing_is_written_into_a_source(recording):
    source = {"source": f"{recording / 'dataset'}:0"}
    with pytest.raises(OutputError, match="within a source"):
        check_batch(batch(recording / "dataset", source))
