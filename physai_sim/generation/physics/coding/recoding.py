"""The true film sent through a codec of the kind that a clip came through, at about its quality.

Why: compression moves edges and smears colours, and a tracker pays for it. A floor of what the
engine draws would ask more of a compressed clip than the truth itself could give.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import av
import numpy as np
from av.codec import Codec
from av.codec.codec import UnknownCodecError
from numpy.typing import NDArray

from physai_sim.datasets import h264
from physai_sim.generation.physics.coding.coding import Coding
from physai_sim.generation.physics.coding.encoders import ENCODERS, Encoder, encoded
from physai_sim.generation.physics.coding.probe import coding_in_memory

Frames = NDArray[np.uint8]
Matched = Literal["quantiser", "bits_per_pixel"]
# Near enough: a step of the quantiser, and a sixth of an octave of bits, which it is worth.
NEAR = 1.0, 1 / 6
FALL_BACK = "h264"


@dataclass(frozen=True, slots=True, eq=False)
class Recoded:
    """A film that was compressed and decoded again.

    Args:
        frames: What is left of it, RGB, shape (T, H, W, 3).
        codec: That it went through.
        pixel_format: As libav names it.
        matched: What was made equal to the clip's own.
        wanted: Of the clip.
        reached: Of this film.
        psnr_db: Against the film as it was [dB].
        note: Why it is not the clip's own codec; None where it is.
    """

    frames: Frames
    codec: str
    pixel_format: str
    matched: Matched
    wanted: float
    reached: float
    psnr_db: float
    note: str | None = None


def recoded(frames: Frames, coding: Coding, *, hz: int) -> Recoded:
    """Send a film through a codec.

    The quantiser is matched where decoders tell it, since it says what was lost whatever the film
    shows; else the bits for each pixel.

    Args:
        frames: RGB, shape (T, H, W, 3).
        coding: Of the clip.
        hz: Frames per second.
    """
    try:
        if coding.codec in ENCODERS:
            return _matched(frames, coding, coding.codec, hz=hz)
        note = f"no encoder for {coding.codec} is known"
    except (av.FFmpegError, UnknownCodecError) as error:
        note = f"{coding.codec} cannot be encoded here: {error}".splitlines()[0]
    return _matched(frames, coding, FALL_BACK, hz=hz, note=note)


def _matched(
    frames: Frames, coding: Coding, codec: str, *, hz: int, note: str | None = None
) -> Recoded:
    encoder = ENCODERS[codec]
    pixel_format = _pixel_format(frames, coding, encoder, note)

    def tried(quantiser: int) -> tuple[BytesIO, Coding]:
        data = encoded(frames, encoder, quantiser, hz=hz, pixel_format=pixel_format)
        return data, coding_in_memory(data)

    by_quantiser = coding.quantiser is not None and coding.codec == codec
    data, found = _nearest(tried, coding, encoder, by_quantiser=by_quantiser)
    left = _decoded(data)
    return Recoded(
        frames=left,
        codec=codec,
        pixel_format=pixel_format,
        matched="quantiser" if by_quantiser else "bits_per_pixel",
        wanted=_quality(coding, by_quantiser=by_quantiser),
        reached=_quality(found, by_quantiser=by_quantiser),
        psnr_db=_psnr_db(left, frames),
        note=note,
    )


def _pixel_format(frames: Frames, coding: Coding, encoder: Encoder, note: str | None) -> str:
    """The clip's own where the encoder takes it."""
    taken = [one.name for one in Codec(encoder.name, "w").video_formats or ()]
    if note is None and coding.pixel_format in taken:
        return coding.pixel_format
    return h264.pixel_format((frames.shape[1], frames.shape[2]))


def _nearest(
    tried: Callable[[int], tuple[BytesIO, Coding]],
    coding: Coding,
    encoder: Encoder,
    *,
    by_quantiser: bool,
) -> tuple[BytesIO, Coding]:
    """The encoding that comes nearest to what is wanted, by halving what is left to try."""
    wanted = _quality(coding, by_quantiser=by_quantiser)
    low, high = encoder.best, encoder.worst
    # An encoder that is told a quantiser keeps to it, more or less.
    at = round(wanted) if by_quantiser else (low + high) // 2
    best, least = None, math.inf
    while low <= high:
        at = min(max(at, low), high)
        one = tried(at)
        reached = _quality(one[1], by_quantiser=by_quantiser)
        # Positive where more quantising is wanted.
        gap = wanted - reached if by_quantiser else math.log2(reached / wanted)
        if abs(gap) < least:
            best, least = one, abs(gap)
        if least <= NEAR[0 if by_quantiser else 1]:
            break
        low, high = (at + 1, high) if gap > 0 else (low, at - 1)
        at = at + round(gap) if by_quantiser else (low + high) // 2
    assert best is not None, "an encoder has at least one quantiser"
    return best


def _quality(coding: Coding, *, by_quantiser: bool) -> float:
    return (coding.quantiser or 0.0) if by_quantiser else coding.bits_per_pixel


def _decoded(data: BytesIO) -> Frames:
    data.seek(0)
    with av.open(data) as file:
        return np.stack([p.to_ndarray(format="rgb24") for p in file.decode(video=0)])


def _psnr_db(one: Frames, other: Frames) -> float:
    square = float(np.mean((one.astype(np.float32) - other) ** 2))
    return 10.0 * math.log10(255.0**2 / square) if square > 0.0 else math.inf
