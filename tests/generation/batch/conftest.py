"""A recording of two short episodes that batches start from, and batches of it."""

import shutil

import pytest

from physai_sim.core.config import load_world
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.evaluation.record import record
from physai_sim.evaluation.run_request import RunRequest
from physai_sim.generation.batch.batch_request import BatchRequest
from physai_sim.generation.batch.run_batch import run_batch
from physai_sim.generation.variation.appearance import appearance

LOOKS = ("night", "noon+rain+wet")


@pytest.fixture(scope="session")
def recording(tmp_path_factory):
    """The folder of a recording: two episodes of an arm that reaches, in bags and a dataset."""
    out, config = tmp_path_factory.mktemp("recording") / "run", load_world("reach")
    record(RunRequest(config, config.expert, 2, 0, out), progress=lambda *_: None)
    return out


@pytest.fixture(scope="session")
def asked(recording):
    """Makes what is asked for: rollouts of four small frames, two looks of each episode."""

    def make(out, *, form="both", **changes):
        values = {"fps": 12, "num_frames": 4, "size_px": (32, 24), "streams": ("depth", "flow")}
        rollouts = tuple(
            RolloutRequest(
                f"{look.partition('+')[0]}_{index}",
                f"{recording}/dataset:{index}",
                appearance(look),
                cameras=("front_camera",),
                **values,
            )
            for index in range(2)
            for look in LOOKS
        )
        return BatchRequest(rollouts, out, form=form, **changes)

    return make


@pytest.fixture(scope="session")
def made(asked, tmp_path_factory):
    """A batch that was made, only to be read."""
    batch = asked(tmp_path_factory.mktemp("made") / "batch")
    run_batch(batch, progress=lambda _: None)
    return batch


@pytest.fixture
def copy(made, tmp_path):
    """A copy of that batch, to be spoilt."""
    shutil.copytree(made.out, tmp_path / "batch")
    return tmp_path / "batch"
