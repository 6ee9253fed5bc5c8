"""What is learned is learned: every task, held out; a loss that is no number stops it."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.core.errors import ConfigError  # noqa: E402
from physai_sim.training.hybrid.loop import Settings, accuracy, train  # noqa: E402
from physai_sim.training.hybrid.run import PATTERN, SPREAD, learner  # noqa: E402
from policies.planning.hybrid.initial import initialise  # noqa: E402
from policies.planning.hybrid.model import HybridModel  # noqa: E402


def _fresh(pattern=PATTERN):
    torch.set_num_threads(1)
    model = HybridModel(learner(pattern))
    initialise(model, 0, spread=SPREAD)
    return model


def test_the_rate_rises_and_falls():
    settings = Settings("copy", 100, rate=1.0, warmup=10)
    rates = [settings.rate_at(step) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == rates[10] == pytest.approx(1.0)
    assert rates[99] == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize("task", ["copy", "recall", "arithmetic"])
def test_a_few_steps_lower_the_loss_of_every_task(task):
    settings = Settings(task, 16, tokens=256, rate=6e-3, warmup=2, note_every=1)
    losses = train(_fresh("M*E"), settings).column("loss")
    assert losses[-3:].mean() < losses[:3].mean() - 0.2


def test_a_loss_that_is_no_number_stops_the_training():
    model = _fresh("M")
    model.embeddings.weight.data.fill_(torch.nan)
    with pytest.raises(ConfigError, match="the loss is no number"):
        train(model, Settings("copy", 3, tokens=64, note_every=1))


@pytest.mark.timeout(900)
@pytest.mark.parametrize("optimiser", ["adamw", "muon"])
def test_copying_is_learned_and_shown_on_examples_that_were_not_seen(optimiser):
    settings = Settings("copy", 150, tokens=768, rate=8e-3, optimiser=optimiser)
    model = _fresh()
    before = accuracy(model, settings)
    train(model, settings)
    assert before < 0.1
    assert accuracy(model, settings) >= 0.95


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("task", "steps"), [("recall", 500), ("arithmetic", 250)])
def test_recall_and_sums_are_learned_and_shown_on_what_was_not_seen(task, steps):
    settings = Settings(task, steps, tokens=768, rate=6e-3, optimiser="muon")
    model = _fresh()
    before = accuracy(model, settings)
    train(model, settings)
    assert before < 0.2
    assert accuracy(model, settings, count=500) >= 0.95
