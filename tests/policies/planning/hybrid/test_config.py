"""Sizes that cannot be are refused by name."""

import pytest

from physai_sim.core.errors import ConfigError
from policies.planning.hybrid.config import AttentionConfig, HybridConfig, MambaConfig, MoeConfig


@pytest.mark.parametrize(("letter", "kind"), [("M", "mamba"), ("E", "moe"), ("*", "attention")])
def test_a_block_without_sizes_is_named(letter, kind):
    with pytest.raises(ConfigError, match=kind):
        HybridConfig(vocab_size=8, hidden_size=8, pattern=letter)


def test_heads_that_groups_do_not_divide_are_refused():
    with pytest.raises(ConfigError, match=r"mamba\.groups"):
        MambaConfig(heads=6, head_dim=8, state=8, groups=4, conv_kernel=4, chunk=8)
    with pytest.raises(ConfigError, match=r"attention\.kv_heads"):
        AttentionConfig(heads=6, kv_heads=4, head_dim=8)


def test_an_odd_head_cannot_turn():
    with pytest.raises(ConfigError, match="head_dim"):
        AttentionConfig(heads=4, kv_heads=2, head_dim=7, rope_theta=1e4)


def test_nobody_asks_more_experts_than_there_are():
    with pytest.raises(ConfigError, match="top_k"):
        MoeConfig(experts=4, top_k=5, width=8)


def test_a_size_of_zero_is_refused():
    with pytest.raises(ConfigError, match=r"mamba\.state"):
        MambaConfig(heads=4, head_dim=8, state=0, groups=2, conv_kernel=4, chunk=8)


@pytest.mark.parametrize("taps", [0, 1])
def test_a_convolution_sees_more_than_the_newest_token(taps):
    with pytest.raises(ConfigError, match=r"mamba\.conv_kernel.*at least 2"):
        MambaConfig(heads=4, head_dim=8, state=4, groups=2, conv_kernel=taps, chunk=8)


def test_widths_follow_from_sizes():
    nano = MambaConfig(heads=64, head_dim=64, state=128, groups=8, conv_kernel=4, chunk=128)
    assert (nano.inner, nano.channels, nano.projected) == (4096, 6144, 10304)
