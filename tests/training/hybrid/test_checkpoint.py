"""A checkpoint goes on to the same bits; one that is damaged or another is refused."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.core.errors import CheckpointError, MachineError  # noqa: E402
from physai_sim.training.hybrid import checkpoint  # noqa: E402
from physai_sim.training.hybrid.loop import Saving, Settings, train  # noqa: E402
from physai_sim.training.hybrid.optimisers import optimisers  # noqa: E402
from physai_sim.training.hybrid.progress import Progress  # noqa: E402
from physai_sim.training.hybrid.run import learner  # noqa: E402
from policies.planning.hybrid.initial import initialise  # noqa: E402
from policies.planning.hybrid.model import HybridModel  # noqa: E402


def _fresh(pattern="M*E"):
    torch.set_num_threads(1)
    model = HybridModel(learner(pattern))
    initialise(model, 0)
    return model


@pytest.mark.parametrize("kind", ["adamw", "muon"])
def test_a_training_that_was_cut_ends_with_the_same_bits(kind, tmp_path):
    settings = Settings("copy", 6, tokens=128, optimiser=kind, note_every=1)
    whole, cut = _fresh(), _fresh()
    once = train(whole, settings)
    path, stopped = tmp_path / "c.safetensors", KeyboardInterrupt

    def stop(progress):
        if progress.step == 4:
            raise stopped

    with pytest.raises(stopped):
        train(cut, settings, Saving(path, every=3, on_note=stop))
    resumed = _fresh()
    twice = train(resumed, settings, Saving(path, resume=True))
    for (name, one), other in zip(
        whole.state_dict().items(), resumed.state_dict().values(), strict=True
    ):
        assert torch.equal(one, other), name
    assert [row[:1] + row[2:] for row in once.rows] == [row[:1] + row[2:] for row in twice.rows]


def test_the_balance_of_experts_is_saved_too(tmp_path):
    model, path = _fresh(), tmp_path / "c.safetensors"
    router = model.layers[2].mixer.gate
    router.e_score_correction_bias.fill_(0.25)
    checkpoint.save(path, model, optimisers(model, "adamw", lr=1e-3), Progress(3, 1.5))
    other = _fresh()
    progress = checkpoint.load(path, other, optimisers(other, "adamw", lr=1e-3))
    assert (progress.step, progress.seconds) == (3, 1.5)
    assert torch.equal(
        other.layers[2].mixer.gate.e_score_correction_bias, router.e_score_correction_bias
    )


def test_a_damaged_or_missing_file_is_refused(tmp_path):
    path, model = tmp_path / "c.safetensors", _fresh()
    with pytest.raises(CheckpointError, match="cannot be read"):
        checkpoint.load(path, model, [])
    path.write_bytes(b"no weights at all")
    with pytest.raises(CheckpointError, match="cannot be read"):
        checkpoint.load(path, model, [])


def test_a_checkpoint_of_another_model_is_refused(tmp_path):
    path = tmp_path / "c.safetensors"
    checkpoint.save(path, _fresh("M*"), [], Progress())
    with pytest.raises(CheckpointError, match="of another training"):
        checkpoint.load(path, _fresh("M*E"), [])


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(MachineError, match="cannot be written"):
        checkpoint.save(tmp_path / "none" / "c.safetensors", _fresh("M"), [], Progress())
