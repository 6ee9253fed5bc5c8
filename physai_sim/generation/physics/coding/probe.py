"""Finds out how a video was compressed: by its packets, and by what its decoder tells."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import av
import numpy as np

from physai_sim.core.errors import DatasetError
from physai_sim.generation.physics.coding.coding import Coding

# More frames tell nothing new of how they were coded.
MOST_FRAMES = 480
# Codecs whose decoders in libav tell the quantiser of each block.
TELL_QUANTISER = ("h264",)


def coding_of(path: Path) -> Coding | None:
    """How a video file was compressed; None if its codec loses nothing.

    Raises:
        DatasetError: If it cannot be read.
    """
    try:
        with av.open(str(path), options={"protocol_whitelist": "file"}) as file:
            codec = file.streams.video[0].codec_context.codec
            coding = _probed(file)
    except (av.FFmpegError, OSError) as error:
        what = f"no video that can be read: {error.strerror or type(error).__name__}"
        raise DatasetError(what, where=str(path)) from None
    is_exact = coding.quantiser == 0.0 or (codec.lossless and not codec.lossy)
    return None if is_exact else coding


def coding_in_memory(data: BytesIO) -> Coding:
    """How a video that was just made was compressed."""
    data.seek(0)
    with av.open(data) as file:
        return _probed(file)


def _probed(file: av.container.InputContainer) -> Coding:
    stream = file.streams.video[0]
    context = stream.codec_context
    codec = context.codec.canonical_name
    if codec in TELL_QUANTISER:
        context.options = {"export_side_data": "venc_params"}
    bits, pixels, quantisers = 0, 0, list[float]()
    for packet in file.demux(stream):
        bits += 8 * packet.size
        for picture in packet.decode():
            pixels += picture.width * picture.height
            quantisers += _quantisers(picture) if codec in TELL_QUANTISER else []
        if pixels >= MOST_FRAMES * context.width * context.height > 0:
            break
    quantiser = float(np.mean(quantisers)) if quantisers else None
    return Coding(codec, str(context.pix_fmt), bits / max(pixels, 1), quantiser)


def _quantisers(picture: av.VideoFrame) -> Iterator[float]:
    """The mean quantiser of a picture, where this libav tells it."""
    for told in picture.side_data:
        blocks = getattr(told, "qp_map", None)
        if blocks is not None:
            yield float(blocks().mean())
