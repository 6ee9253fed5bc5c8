"""One token of each row of scores, on any device, without waiting for it.

Noise is made of a request's seed, the place of the token and the token's number, so that neither
other requests, nor the size of a batch, nor what is cut off changes what is drawn.

Legend: S rows, V vocabulary.

Source: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators (2014), for the
mixing of bits; the race of exponential variables draws each token as its chance says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from policies.planning.hybrid.engine.request import Sampling

# The constants of the source, as signed numbers of 64 bits.
GOLDEN, FIRST, SECOND = (
    number - (1 << 64) for number in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)
# Below it the likeliest is taken: divided by less, scores would pass float32's range.
COLD = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """How each row is drawn; all of shape (S,).

    Args:
        temperature: Float32; below `COLD` takes the likeliest.
        top_p: Float32.
        top_k: Int64; 0: no limit.
        min_p: Float32.
        seed: Int64.
        place: Of the token in its sequence, int64.
    """

    temperature: Tensor
    top_p: Tensor
    top_k: Tensor
    min_p: Tensor
    seed: Tensor
    place: Tensor


def draws(how: Sequence[Sampling], places: Sequence[int], device: torch.device | str) -> Draws:
    """Put the wishes of S requests side by side."""
    floats = [[s.temperature, s.top_p, s.min_p] for s in how]
    whole = [[s.top_k, _signed(s.seed), place] for s, place in zip(how, places, strict=True)]
    temperature, top_p, min_p = torch.tensor(floats, dtype=torch.float32, device=device).unbind(1)
    top_k, seed, place = torch.tensor(whole, dtype=torch.int64, device=device).unbind(1)
    return Draws(temperature, top_p, top_k, min_p, seed, place)


def sample(scores: Tensor, how: Draws) -> Tensor:
    """Draw a token of each row, shape (S,), int64.

    Args:
        scores: Shape (S, V), float32; minus infinity is never drawn.
        how: Of each row.
    """
    warm = how.temperature >= COLD
    heat = torch.where(warm, how.temperature, 1.0)[:, None]
    ordered, tokens = torch.softmax(scores / heat, -1).sort(stable=True, dim=-1, descending=True)
    race = _kept(ordered, how) / _noise(how, tokens)
    drawn = tokens.gather(-1, race.argmax(-1, keepdim=True))[:, 0]
    return torch.where(warm, drawn, scores.argmax(-1))


def _kept(ordered: Tensor, how: Draws) -> Tensor:
    """Chances, largest first, shape (S, V), with zeros for what is cut; the first one stays."""
    last = (how.top_k - 1).clamp(0, ordered.shape[-1] - 1)[:, None]
    least = torch.where(how.top_k[:, None] > 0, ordered.gather(-1, last), 0.0)
    least = torch.maximum(least, how.min_p[:, None] * ordered[:, :1])
    kept = torch.where(ordered >= least, ordered, 0.0)
    total = kept.cumsum(-1)
    within = (total - kept < how.top_p[:, None] * total[:, -1:]) | (how.top_p[:, None] >= 1.0)
    first = torch.arange(ordered.shape[-1], device=ordered.device) == 0
    return torch.where(within | first, kept, 0.0)


def _noise(how: Draws, tokens: Tensor) -> Tensor:
    """Exponential variables, float64, shape (S, V)."""
    row = _mixed(_mixed(how.seed) + how.place)[:, None]
    bits = _mixed(row + tokens * GOLDEN)
    uniform = (_shifted(bits, 11).double() + 0.5) * 2.0**-53
    return -uniform.log()


def _mixed(bits: Tensor) -> Tensor:
    bits = bits + GOLDEN
    bits = (bits ^ _shifted(bits, 30)) * FIRST
    bits = (bits ^ _shifted(bits, 27)) * SECOND
    return bits ^ _shifted(bits, 31)


def _shifted(bits: Tensor, by: int) -> Tensor:
    """To the right, filled with zeros."""
    return (bits >> by) & ((1 << (64 - by)) - 1)


def _signed(number: int) -> int:
    """The same 64 bits as a signed number."""
    return (number + (1 << 63)) % (1 << 64) - (1 << 63)
