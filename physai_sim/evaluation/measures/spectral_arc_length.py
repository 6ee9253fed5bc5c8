"""How smooth a movement is, read from the spectrum of its speed.

Legend: T samples.
"""

from __future__ import annotations

import math

import numpy as np

from physai_sim.core.geometry import Array

# Parameters of the source: zero-padding as a power of two beyond the length, the highest
# frequency of a movement [Hz], and the least share of the greatest magnitude that counts.
PAD_LEVEL = 4
CUT_OFF_HZ = 10.0
AMPLITUDE_THRESHOLD = 0.05


def spectral_arc_length(speed: Array, rate_hz: float) -> float | None:
    """SPARC: minus the length of the normalised magnitude spectrum of a speed profile.

    Frequencies end at the last one, up to 10 Hz and to half of the sampling rate, whose magnitude
    is at least 5 % of the greatest; both axes are scaled to 0..1. The length of the movement and
    its speed therefore do not matter, only its shape: one even stroke (minimum jerk) is about
    -1.4, each halt and each shake on the way makes it more negative.

    Args:
        speed: At even intervals, shape (T,) [m/s].
        rate_hz: Samples per second.

    Returns:
        The length, negative; None for a profile that is zero throughout or shorter than two.

    Source: Balasubramanian, Melendez-Calderon, Roby-Brami and Burdet (2015), "On the analysis of
        movement smoothness", Journal of NeuroEngineering and Rehabilitation 12:112.
    """
    if len(speed) < 2:
        return None
    padded = 2 ** (math.ceil(math.log2(len(speed))) + PAD_LEVEL)
    magnitude = np.abs(np.fft.rfft(speed, padded))
    if magnitude.max() <= 0.0:
        return None
    share = magnitude / magnitude.max()
    frequency_hz = np.fft.rfftfreq(padded, 1.0 / rate_hz)
    share = share[frequency_hz <= CUT_OFF_HZ]
    counted = np.flatnonzero(share >= AMPLITUDE_THRESHOLD)
    band = share[counted[0] : counted[-1] + 1]
    if len(band) < 2:
        return None
    return -float(np.hypot(1.0 / (len(band) - 1), np.diff(band)).sum())
