"""How a film was compressed before it was decoded."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

# Films whose qualities are nearer to each other than this share floors: two steps of the
# quantiser, an eighth off at most, and the bits that these are worth (6 steps halve them).
QUANTISER_STEP, OCTAVES = 2.0, 1 / 3


@dataclass(frozen=True, slots=True)
class Coding:
    """How a film was compressed; films that lost nothing have none.

    Args:
        codec: As libav names what the file holds: "h264".
        pixel_format: As libav names it: "yuv420p" has one colour for four pixels.
        bits_per_pixel: Of the whole stream, by the pixels of its frames [bits].
        quantiser: Mean over all blocks of all frames, on the codec's own scale: what was lost,
            whatever the film shows. None where the decoder does not tell.
    """

    codec: str
    pixel_format: str
    bits_per_pixel: float
    quantiser: float | None = None

    @property
    def rounded(self) -> Coding:
        """The same for films of about the same quality, whose bits depend on what they show."""
        if self.quantiser is not None:
            nearest = QUANTISER_STEP * round(self.quantiser / QUANTISER_STEP)
            return replace(self, quantiser=nearest, bits_per_pixel=0.0)
        octaves = OCTAVES * round(math.log2(max(self.bits_per_pixel, 1e-6)) / OCTAVES)
        return replace(self, bits_per_pixel=float(2.0**octaves))
