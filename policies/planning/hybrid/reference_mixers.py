"""The mixers of the reference: each takes one token and remembers those before, in NumPy.

Legend: T tokens so far, D width, C channels, K taps, H heads, P head size, G groups, N state size.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from policies.planning.hybrid.config import HybridConfig

Array = NDArray[np.float64]


def rms(x: Array, weight: Array, eps: float) -> Array:
    """Divide by the root mean square of the last axis, then weight."""
    out: Array = x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * weight
    return out


def _silu(x: Array) -> Array:
    return x * _sigmoid(x)


def _sigmoid(x: Array) -> Array:
    out: Array = np.exp(-np.logaddexp(0.0, -x))
    return out


class MambaByToken:
    """Mamba-2 as the recurrence that defines it."""

    def __init__(self, config: HybridConfig, weights: Mapping[str, Array]) -> None:
        assert config.mamba is not None, "checked with the pattern"
        self.sizes, self.weights, self.eps = config.mamba, weights, config.norm_eps
        sizes = self.sizes
        self.window = np.zeros((sizes.channels, sizes.conv_kernel))
        self.state = np.zeros((sizes.heads, sizes.head_dim, sizes.state))

    def __call__(self, x: Array) -> Array:
        """One token, shape (D,) to the same."""
        sizes, weights = self.sizes, self.weights
        ends = (sizes.inner, sizes.inner + sizes.channels)
        gate, convolved, dt = np.split(weights["in_proj.weight"] @ x, ends)
        self.window = np.column_stack([self.window[:, 1:], convolved])
        taps = weights["conv1d.weight"][:, 0, :]
        flat = _silu((self.window * taps).sum(1) + weights["conv1d.bias"])
        steps = np.logaddexp(0.0, dt + weights["dt_bias"])
        y = np.concatenate([self._head(head, flat, steps[head]) for head in range(sizes.heads)])
        groups = (y * _silu(gate)).reshape(sizes.groups, -1)
        normed = rms(groups, np.ones(groups.shape[1]), self.eps).ravel()
        return weights["out_proj.weight"] @ (normed * weights["norm.weight"])

    def _head(self, head: int, flat: Array, step: float) -> Array:
        """State and output of one head, shape (P,)."""
        sizes, weights = self.sizes, self.weights
        group = head // (sizes.heads // sizes.groups)
        x = flat[head * sizes.head_dim : (head + 1) * sizes.head_dim]
        b_first = sizes.inner + group * sizes.state
        c_first = b_first + sizes.groups * sizes.state
        b, c = flat[b_first : b_first + sizes.state], flat[c_first : c_first + sizes.state]
        decay = np.exp(-step * np.exp(weights["A_log"][head]))
        self.state[head] = decay * self.state[head] + step * np.outer(x, b)
        out: Array = self.state[head] @ c + weights["D"][head] * x
        return out


class AttentionByToken:
    """Attention over a list of keys that grows."""

    def __init__(self, config: HybridConfig, weights: Mapping[str, Array]) -> None:
        assert config.attention is not None, "checked with the pattern"
        self.sizes, self.weights, self.eps = config.attention, weights, config.norm_eps
        self.keys, self.values = list[Array](), list[Array]()

    def __call__(self, x: Array) -> Array:
        """One token, shape (D,) to the same."""
        sizes, weights = self.sizes, self.weights
        q, k, v = (
            (weights[f"{name}_proj.weight"] @ x).reshape(-1, sizes.head_dim) for name in "qkv"
        )
        if sizes.qk_norm:
            q = rms(q, weights["q_norm.weight"], self.eps)
            k = rms(k, weights["k_norm.weight"], self.eps)
        if sizes.rope_theta is not None:
            place = len(self.keys)
            q, k = _turned(q, place, sizes.rope_theta), _turned(k, place, sizes.rope_theta)
        self.keys.append(k)
        self.values.append(v)
        heads = [self._head(q[head], head) for head in range(sizes.heads)]
        return weights["o_proj.weight"] @ np.concatenate(heads)

    def _head(self, query: Array, head: int) -> Array:
        """What one head reads, shape (A,)."""
        shared = head // (self.sizes.heads // self.sizes.kv_heads)
        scores = np.array([key[shared] @ query for key in self.keys])
        scores = scores / np.sqrt(self.sizes.head_dim)
        share = np.exp(scores - scores.max())
        out: Array = (share / share.sum()) @ np.array([value[shared] for value in self.values])
        return out


def _turned(x: Array, place: int, theta: float) -> Array:
    """Each pair of numbers as one complex number, turned, shape (heads, A)."""
    half = x.shape[-1] // 2
    angle = place * theta ** (-np.arange(half) / half)
    turned = (x[:, :half] + 1j * x[:, half:]) * np.exp(1j * angle)
    return np.concatenate([turned.real, turned.imag], axis=-1)


class ExpertsByToken:
    """The chosen experts, one after another."""

    def __init__(self, config: HybridConfig, weights: Mapping[str, Array]) -> None:
        assert config.moe is not None, "checked with the pattern"
        self.moe, self.weights = config.moe, weights

    def __call__(self, x: Array) -> Array:
        """One token, shape (D,) to the same."""
        moe, weights = self.moe, self.weights
        logits = weights["gate.weight"] @ x
        if moe.router == "sigmoid":
            scores = _sigmoid(logits)
            by = scores + weights["gate.e_score_correction_bias"]
        else:
            scores = by = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
        chosen = np.argsort(-by, kind="stable")[: moe.top_k]
        total = scores[chosen].sum() + 1e-20 if moe.normalise else 1.0
        out = np.zeros_like(x)
        for expert in chosen:
            out += moe.scale * scores[expert] / total * self._expert(int(expert), x)
        if moe.shared_width is not None:
            inner = np.maximum(weights["shared_experts.up_proj.weight"] @ x, 0.0) ** 2
            out += weights["shared_experts.down_proj.weight"] @ inner
        return out

    def _expert(self, expert: int, x: Array) -> Array:
        weights = self.weights
        up = weights["experts.up_proj"][expert] @ x
        if self.moe.activation == "relu2":
            inner = np.maximum(up, 0.0) ** 2
        else:
            inner = _silu(weights["experts.gate_proj"][expert] @ x) * up
        out: Array = weights["experts.down_proj"][expert] @ inner
        return out


class MlpByToken:
    """Squared ReLU between two matrices."""

    def __init__(self, config: HybridConfig, weights: Mapping[str, Array]) -> None:
        self.weights = weights

    def __call__(self, x: Array) -> Array:
        """One token, shape (D,) to the same."""
        inner = np.maximum(self.weights["up_proj.weight"] @ x, 0.0) ** 2
        out: Array = self.weights["down_proj.weight"] @ inner
        return out
