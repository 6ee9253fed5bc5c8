"""What is learned is learned: every task, held out; a loss that is no number stops it."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.core.errors import ConfigError  # noqa: E402
from physai_sim.training.hybrid.loop import Settings, accuracy, train  # noqa: E402
from physai_sim.training.hybrid.packing import pack  # noqa: E402
from physai_sim.training.hybrid.run import PATTERN, SPREAD, learner  # noqa: E402
from physai_sim.training.hybrid.tasks import HELD_OUT, examples  # noqa: E402
from policies.planning.hybrid.batch import packed  # noqa: E402
from policies.planning.hybrid.checkpoints.fp8 import dequantised  # noqa: E402
from policies.planning.hybrid.initial import initialise  # noqa: E402
from policies.planning.hybrid.loss import targets  # noqa: E402
from policies.planning.hybrid.model import HybridModel  # noqa: E402
from policies.planning.hybrid.state.pools import StatePool  # noqa: E402
from policies.planning.hybrid.state.sizes import PoolSizes  # noqa: E402


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


def _scores(model, packed_step, **types):
    """Logarithms of chances at what is asked, decoded token by token, in pools of some types."""
    lengths = packed_step.batch.lengths
    sizes = PoolSizes(len(lengths), 4 * len(lengths), page_size=16, max_pages=4)
    pool, texts = StatePool(model.config, sizes, **types), packed_step.batch.tokens.split(lengths)
    slots = [pool.alloc() for _ in texts]
    found = [[] for _ in texts]
    for place in range(max(lengths)):
        here = [n for n, text in enumerate(texts) if place < len(text)]
        for n in here:
            pool.extend(slots[n], 1)
        now = [[int(texts[n][place])] for n in here]
        step = packed(now, slots=[slots[n] for n in here], context=[place] * len(here))
        with torch.no_grad():
            for n, row in zip(here, model.logits(model.hidden(step, pool)), strict=True):
                found[n].append(row)
    asked, _ = targets(packed_step.batch, packed_step.counted)
    return torch.cat([torch.stack(rows) for rows in found])[asked].double().log_softmax(-1)


def _in_eight_bits(model):
    """The same with matrices of 8 bits and a scale for each row, as folders hold them."""
    made, tensors = HybridModel(model.config), model.state_dict()
    for name, tensor in tensors.items():
        if tensor.dim() > 1 and "mixer" in name and "conv" not in name:
            flat = tensor.flatten(0, -2)
            scale = flat.abs().amax(-1, keepdim=True) / 448.0
            small = (flat / scale).to(torch.float8_e4m3fn)
            tensors[name] = dequantised(small, scale, where=name).view_as(tensor)
    made.load_state_dict(tensors)
    return made.eval()


@pytest.mark.timeout(900)
def test_what_is_learned_stays_as_likely_with_fewer_bits():
    """Mean divergence from float32 over held-out answers' tokens [nats]."""
    settings = Settings("arithmetic", 250, tokens=768, rate=6e-3, optimiser="muon")
    model = _fresh()
    train(model, settings)
    step = pack(examples("arithmetic", seed=0, part=HELD_OUT, count=60))
    half = HybridModel(model.config, dtype=torch.bfloat16)
    half.load_state_dict(model.state_dict())
    exact, narrow = _scores(model, step), torch.float8_e4m3fn

    def off(scores):
        return float((exact.exp() * (exact - scores)).sum(-1).mean())

    assert 0.0 < off(_scores(half.eval(), step, dtype=torch.bfloat16)) < 1e-4
    assert 0.0 < off(_scores(model, step, ssm_dtype=torch.half)) < 1e-6
    assert 0.0 < off(_scores(model, step, kv_dtype=narrow)) < 1e-5
    assert 0.0 < off(_scores(_in_eight_bits(model), step)) < 1e-3
