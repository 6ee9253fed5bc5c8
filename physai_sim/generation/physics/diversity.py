"""How much variants of one episode differ from one another in looks.

Legend: V variants, T frames, H x W image rows x columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.generation.physics.likeness import Frames, frame_ssim, grey, lab
from physai_sim.generation.physics.measures.base import Score, unknown

# Pairs of frames that are compared of each pair of variants.
FRAMES = 16
Distance = Callable[[Frames, Frames], float]


def colour_distance(a: Frames, b: Frames) -> float:
    """Mean distance of pixels in CIE L*a*b*, as a share of that of black and white."""
    return float(np.mean(np.linalg.norm(lab(a) - lab(b), axis=-1))) / 100.0


def structure_distance(a: Frames, b: Frames) -> float:
    """1 less the structural similarity of luma, in [0, 1] for all but inverted pictures."""
    return 1.0 - float(np.mean(frame_ssim(grey(a), grey(b))))


PLAIN: Mapping[str, Distance] = {"colour": colour_distance, "structure": structure_distance}


def diversity(
    films: Mapping[str, Frames], *, seed: int = 0, distances: Mapping[str, Distance] = PLAIN
) -> Score:
    """Mean distance of all pairs of variants.

    The published figure is that of LPIPS over variants of one clip (PAI-Bench-C, "diversity"); by
    default plain distances stand in its place, which need no weights.

    Args:
        films: Frames of each variant by its name, all of one shape (T, H, W, 3).
        seed: Of the frames that are compared.
        distances: By name; the value is the mean of all of them.

    Raises:
        ConfigError: If the variants differ in shape.
    """
    _check_alike(films)
    if len(films) < 2:
        return unknown("one variant differs from none")
    chosen = _chosen(len(next(iter(films.values()))), seed)
    found = {
        name: {
            f"{a} : {b}": distance(films[a][chosen], films[b][chosen])
            for a, b in combinations(films, 2)
        }
        for name, distance in distances.items()
    }
    means = {name: float(np.mean(list(pairs.values()))) for name, pairs in found.items()}
    parts = {"variants": len(films), "frames": len(chosen), **means, "pairs": found}
    return Score(float(np.mean(list(means.values()))), parts=parts)


def _chosen(count: int, seed: int) -> Sequence[int]:
    """Numbers of the frames to compare, in order."""
    rng = np.random.default_rng(seed)
    numbers: list[int] = sorted(rng.choice(count, min(FRAMES, count), replace=False).tolist())
    return numbers


def _check_alike(films: Mapping[str, Frames]) -> None:
    shapes = {name: frames.shape for name, frames in films.items()}
    for name, shape in shapes.items():
        first = next(iter(shapes.values()))
        if shape != first:
            what = "variants of one episode have frames of one number and size"
            raise ConfigError(what, where=name, got=shape, expected=str(first))
