"""Small models with random weights, and a pool of states in its plainest form."""

from dataclasses import replace

import pytest


@pytest.fixture(scope="session")
def small():
    """A configuration of a pattern: sizes that no two letters share, so that mix-ups show."""
    from policies.planning.hybrid.config import (
        AttentionConfig,
        HybridConfig,
        MambaConfig,
        MoeConfig,
    )

    whole = HybridConfig(
        vocab_size=37,
        hidden_size=24,
        pattern="MEM*E-M",
        mamba=MambaConfig(heads=4, head_dim=8, state=6, groups=2, conv_kernel=4, chunk=8),
        attention=AttentionConfig(heads=6, kv_heads=2, head_dim=10),
        moe=MoeConfig(experts=6, top_k=2, width=16, shared_width=20, scale=2.5),
        mlp_width=28,
    )

    def make(pattern="MEM*E-M", **changes):
        return replace(whole, pattern=pattern, **changes)

    return make


@pytest.fixture(scope="session")
def qwen(small):
    """Rotary attention with norms of queries, and gated experts behind a softmax."""
    from policies.planning.hybrid.config import AttentionConfig, MoeConfig

    return small(
        "*E*E",
        norm_eps=1e-6,
        attention=AttentionConfig(heads=6, kv_heads=2, head_dim=10, rope_theta=1e4, qk_norm=True),
        moe=MoeConfig(experts=6, top_k=3, width=16, router="softmax", activation="swiglu"),
        family="qwen3_moe",
    )


@pytest.fixture(scope="session")
def made():
    """A model with weights that make every part count."""
    import torch

    from policies.planning.hybrid.model import HybridModel

    def make(config, seed=0, dtype=torch.float32):
        generator = torch.Generator().manual_seed(seed)
        model = HybridModel(config, dtype=dtype)
        with torch.no_grad():
            for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
                drawn = torch.randn(tensor.shape, generator=generator)
                if "norm" in name or name.endswith(".D"):
                    tensor.copy_(1.0 + 0.2 * drawn)
                elif name.endswith(("A_log", "dt_bias")):
                    tensor.copy_(drawn)
                elif name.endswith("bias"):
                    tensor.copy_(0.1 * drawn)
                elif name.startswith(("embeddings", "lm_head")):
                    tensor.copy_(drawn)
                else:
                    tensor.copy_(drawn * tensor.shape[-1] ** -0.5)
        return model.eval()

    return make


class PlainPool:
    """Each slot owns its pages, in an order that is not the natural one; holes hold no numbers."""

    def __init__(self, config, slots, tokens, ssm_dtype, dtype):
        import torch

        from policies.planning.hybrid.layers.state import LayerState

        size, rows, b, a = 4, [], config.mamba, config.attention
        each = -(-tokens // size)
        order = torch.randperm(slots * each, generator=torch.Generator().manual_seed(1))
        table = order.view(slots, each).int()
        for kind in config.kinds:
            if kind == "mamba":
                conv = torch.zeros(slots, b.channels, b.conv_kernel - 1, dtype=dtype)
                shape = (slots, b.heads, b.head_dim, b.state)
                rows.append(LayerState(conv=conv, ssm=torch.zeros(shape, dtype=ssm_dtype)))
            elif kind == "attention":
                shape = (2, slots * each, size, a.kv_heads, a.head_dim)
                kv = torch.full(shape, torch.nan, dtype=dtype)
                rows.append(LayerState(kv=kv, page_table=table))
            else:
                rows.append(LayerState())
        self.layers = rows

    def layer(self, index):
        return self.layers[index]


@pytest.fixture(scope="session")
def plain_pool():
    import torch

    def make(config, slots=4, tokens=64, ssm_dtype=torch.float32, dtype=torch.float32):
        return PlainPool(config, slots, tokens, ssm_dtype, dtype)

    return make


@pytest.fixture(scope="session")
def drawn_tokens():
    import torch

    def make(count, seed=0, vocab=37):
        generator = torch.Generator().manual_seed(seed)
        return torch.randint(0, vocab, (count,), generator=generator).tolist()

    return make


@pytest.fixture(scope="session")
def off():
    """The largest error over the largest value."""

    def measure(got, expected):
        import torch

        got, expected = torch.as_tensor(got).double(), torch.as_tensor(expected).double()
        assert got.shape == expected.shape
        return float((got - expected).abs().max() / expected.abs().max())

    return measure
