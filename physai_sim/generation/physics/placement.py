"""Whether a film as a whole lies where the truth lies in the picture.

Why: a tracker that starts from true masks follows whatever lies under them. A film that is shifted
as a whole would be followed just as well, though no label fits it.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.generation.physics.likeness import Frames, grey

# Frames that are looked at, over the whole film: more add time and hardly certainty.
MOST_FRAMES = 24
# A peak of correlation is believed if it stands out by so many standard deviations; noise alone
# reaches 5 in one of a million places.
LEAST_PEAK = 8.0
_GRADIENT_PX = 1.5


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a film lies relative to another.

    Args:
        columns: To the right [px].
        rows: Down [px].
        peak: How far the correlation stands out, in its standard deviations.
    """

    columns: int
    rows: int
    peak: float

    @property
    def is_sure(self) -> bool:
        """Whether the films have enough in common to tell."""
        return self.peak >= LEAST_PEAK


def placement(frames: Frames, true: Frames) -> Placement:
    """By how much a film is shifted, whatever its colours and its light.

    Directions of gradients are correlated, up to their sign: they stay where surfaces change
    colour, and where light turns to dark.

    Source: phase correlation, Kuglin and Hines (1975); orientation correlation, Fitch et al.
        (2002).

    Args:
        frames: RGB, shape (T, H, W, 3).
        true: What they are compared with, of the same shape.
    """
    chosen = np.unique(np.linspace(0, len(frames) - 1, MOST_FRAMES).round().astype(int))
    spectrum = sum(
        np.fft.fft2(_directions(a)) * np.conj(np.fft.fft2(_directions(b)))
        for a, b in zip(grey(frames[chosen]), grey(true[chosen]), strict=True)
    )
    found = np.real(np.fft.ifft2(spectrum))
    spread = float(found.std())
    row, column = np.unravel_index(int(found.argmax()), found.shape)
    peak = float(found.max() - found.mean()) / spread if spread > 0.0 else 0.0
    high, wide = found.shape
    return Placement(_signed(int(column), wide), _signed(int(row), high), peak)


def _directions(image: NDArray[np.uint8]) -> NDArray[np.complex128]:
    """Twice the angle of each gradient as a complex number, weak ones near zero."""
    smooth = cv2.GaussianBlur(image.astype(np.float64), (0, 0), _GRADIENT_PX)
    gy, gx = np.gradient(smooth)
    gradient = gx + 1j * gy
    strength = np.abs(gradient)
    # Half of what the picture's own gradients have in the mean keeps noise of even areas out.
    softened = strength**2 + (0.5 * strength.mean()) ** 2 + 1e-12
    result: NDArray[np.complex128] = gradient**2 / softened
    return result * _window(image.shape)


def _window(shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Fades to zero at the edges of the picture, which are edges of nothing."""
    result: NDArray[np.float64] = np.outer(np.hanning(shape[0]), np.hanning(shape[1]))
    return result


def _signed(index: int, size: int) -> int:
    return index - size if index > size // 2 else index
