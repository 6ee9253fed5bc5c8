"""The sizes of a hybrid model.

Source: NVIDIA, Nemotron 3 Nano (2025), model configuration; Qwen3 technical report (2025).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from physai_sim.core.errors import ConfigError
from policies.planning.hybrid.pattern import Kind, kinds

Family = Literal["nemotron_h", "qwen3_moe"]


@dataclass(frozen=True, slots=True)
class MambaConfig:
    """A Mamba-2 mixer.

    Args:
        heads: H.
        head_dim: P; the inner width is H x P.
        state: N, numbers of state for each channel.
        groups: G, each of H / G heads that share B and C.
        conv_kernel: K, taps of the causal convolution, at least two.
        chunk: Tokens that are taken at once in prefill.
    """

    heads: int
    head_dim: int
    state: int
    groups: int
    conv_kernel: int
    chunk: int

    def __post_init__(self) -> None:
        _positive("mamba", self, ("heads", "head_dim", "state", "groups", "chunk"))
        if self.conv_kernel < 2:  # with one there is no window, which every step moves on
            raise ConfigError(
                "a convolution without a past",
                where="mamba.conv_kernel",
                got=self.conv_kernel,
                expected="at least 2",
            )
        _divides("mamba.groups", self.groups, of=self.heads, what="heads")

    @property
    def inner(self) -> int:
        """Width of the mixer, H x P."""
        return self.heads * self.head_dim

    @property
    def channels(self) -> int:
        """Channels that are convolved: x, B and C."""
        return self.inner + 2 * self.groups * self.state

    @property
    def projected(self) -> int:
        """Width of the input projection: gate, x, B, C and dt."""
        return self.inner + self.channels + self.heads


@dataclass(frozen=True, slots=True)
class AttentionConfig:
    """Attention with grouped queries.

    Args:
        heads: Of queries.
        kv_heads: Of keys and values.
        head_dim: Of each.
        rope_theta: Base of rotary positions; None: no positions at all.
        qk_norm: Whether queries and keys are normalised.
    """

    heads: int
    kv_heads: int
    head_dim: int
    rope_theta: float | None = None
    qk_norm: bool = False

    def __post_init__(self) -> None:
        _positive("attention", self, ("heads", "kv_heads", "head_dim"))
        _divides("attention.kv_heads", self.kv_heads, of=self.heads, what="heads")
        if self.rope_theta is not None:
            _divides("attention.head_dim", 2, of=self.head_dim, what="head_dim")


@dataclass(frozen=True, slots=True)
class MoeConfig:
    """A mixture of experts.

    Args:
        experts: How many.
        top_k: How many of them each token asks.
        width: Inner width of an expert.
        shared_width: Inner width of the one that every token asks; None: there is none.
        scale: What the weights of the chosen experts are multiplied with.
        router: `sigmoid` with a bias that only chooses, or `softmax`.
        activation: `relu2` (no gate matrix) or `swiglu` (with one).
        normalise: Whether the weights of the chosen sum to one, before `scale`.
    """

    experts: int
    top_k: int
    width: int
    shared_width: int | None = None
    scale: float = 1.0
    router: Literal["sigmoid", "softmax"] = "sigmoid"
    activation: Literal["relu2", "swiglu"] = "relu2"
    normalise: bool = True

    def __post_init__(self) -> None:
        _positive("moe", self, ("experts", "top_k", "width"))
        if self.top_k > self.experts:
            raise ConfigError(
                "more experts asked than there are",
                where="moe.top_k",
                got=self.top_k,
                expected=f"at most {self.experts}",
            )


@dataclass(frozen=True, slots=True)
class HybridConfig:
    """A whole model: each block is `x + mixer(norm(x))`.

    Args:
        vocab_size: V.
        hidden_size: D.
        pattern: The blocks, see `pattern`.
        norm_eps: Added to the mean square in every norm.
        mamba: Sizes of `M` blocks.
        attention: Sizes of `*` blocks.
        moe: Sizes of `E` blocks.
        mlp_width: Inner width of `-` blocks.
        tied: Whether the head is the embedding.
        family: Whose checkpoints it reads.

    Raises:
        ConfigError: If a block has no sizes, or sizes do not fit together.
    """

    vocab_size: int
    hidden_size: int
    pattern: str
    norm_eps: float = 1e-5
    mamba: MambaConfig | None = None
    attention: AttentionConfig | None = None
    moe: MoeConfig | None = None
    mlp_width: int | None = None
    tied: bool = False
    family: Family = "nemotron_h"

    def __post_init__(self) -> None:
        _positive("model", self, ("vocab_size", "hidden_size"))
        sizes: dict[str, object] = {"mamba": self.mamba, "attention": self.attention}
        sizes |= {"moe": self.moe, "mlp": self.mlp_width}
        for kind in kinds(self.pattern):
            if sizes[kind] is None:
                raise ConfigError(f"the pattern {self.pattern!r} needs sizes", where=kind)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kind of each block."""
        return kinds(self.pattern)

    def count(self, kind: Kind) -> int:
        """How many blocks are of a kind."""
        return self.kinds.count(kind)


def _positive(where: str, sizes: object, names: tuple[str, ...]) -> None:
    for name in names:
        if getattr(sizes, name) < 1:
            got = getattr(sizes, name)
            raise ConfigError("no size", where=f"{where}.{name}", got=got, expected="at least 1")


def _divides(where: str, part: int, *, of: int, what: str) -> None:
    if of % part:
        raise ConfigError(f"does not divide {what}", where=where, got=part, expected=f"of {of}")
