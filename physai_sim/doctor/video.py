"""Does the video codec give back what it was given?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from physai_sim.datasets.lerobot.clips import ClipWriter, frames
from physai_sim.doctor.base import Finding
from physai_sim.simulation.scratch import temporary_folder

FPS, COUNT, HEIGHT, WIDTH = 10, 5, 96, 128
LEAST_DB = 30.0


class Video:
    """H.264 codes frames and decodes them, nearly as they were."""

    remedy = "install PyAV again: pip install --force-reinstall --no-deps av"

    def run(self) -> Finding:
        """See `Check`."""
        made = _frames()
        with temporary_folder() as folder:
            path = Path(folder) / "clip.mp4"
            writer = ClipWriter(path, fps=FPS, size=(HEIGHT, WIDTH))
            for frame in made:
                writer.write(frame)
            writer.close()
            seen = np.stack(list(frames(path, start=0, count=COUNT, fps=FPS)))
        error = float(np.mean((seen.astype(np.float64) - made) ** 2))
        quality = 10 * np.log10(255**2 / max(error, 1e-9))
        found = f"{COUNT} frames coded as H.264 and decoded, PSNR {quality:.1f} dB"
        return Finding("ok" if quality >= LEAST_DB else "FAIL", found)


def _frames() -> NDArray[np.uint8]:
    """A bright patch that moves over a colour gradient, (N, H, W, 3)."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    ground = np.stack([2 * columns, 2 * rows, columns + rows], axis=-1) % 256
    made = np.repeat(ground[None].astype(np.uint8), COUNT, axis=0)
    for index, frame in enumerate(made):
        frame[30:60, 10 * index : 10 * index + 30] = (240, 220, 40)
    return made
