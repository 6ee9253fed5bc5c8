"""A checkpoint goes on to the same bits; one that is damaged or another is refused."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from safetensors.torch import load_file, save_file  # noqa: E402

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
    train(model, Settings("copy", 3, tokens=128), Saving(path))
    other = _fresh()
    progress = checkpoint.load(path, other, optimisers(other, "adamw", lr=1e-3))
    assert progress.step == 3
    assert router.e_score_correction_bias.abs().max() > 0
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


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: {n: x for n, x in t.items() if not n.startswith("optimiser/")},
        lambda t: {n: x[:1] if n == "model/embeddings.weight" else x for n, x in t.items()},
        lambda t: {n: x.flatten() if n.endswith("0/exp_avg") else x for n, x in t.items()},
        lambda t: t | {"model/layers.9.mixer.D": torch.ones(1)},
        lambda t: t | {"progress/spent": torch.tensor([torch.inf, 0.0], dtype=torch.float64)},
    ],
    ids=["no optimiser", "a weight", "a state", "one more", "steps"],
)
def test_what_does_not_fit_is_refused_before_anything_is_filled(spoil, tmp_path):
    path, model = tmp_path / "c.safetensors", _fresh()
    train(model, Settings("copy", 1, tokens=64), Saving(path))
    save_file({n: x.contiguous() for n, x in spoil(load_file(path)).items()}, path)
    other = _fresh()
    before = other.embeddings.weight.clone()
    with pytest.raises(CheckpointError, match="of another training"):
        checkpoint.load(path, other, optimisers(other, "adamw", lr=1e-3))
    assert torch.equal(other.embeddings.weight, before)


def test_a_checkpoint_of_another_optimiser_is_refused(tmp_path):
    path, model = tmp_path / "c.safetensors", _fresh()
    train(model, Settings("copy", 1, tokens=64), Saving(path))
    with pytest.raises(CheckpointError, match="of another training"):
        checkpoint.load(path, model, optimisers(model, "muon", lr=1e-3))


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(MachineError, match="cannot be written"):
        checkpoint.save(tmp_path / "none" / "c.safetensors", _fresh("M"), [], Progress())
