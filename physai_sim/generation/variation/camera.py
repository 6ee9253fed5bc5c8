"""Cameras that stand a little elsewhere and see a little more or less, as real mounts do."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from physai_sim.core.config import WorldConfig
from physai_sim.core.scene_config import ImageConfig, MountConfig
from physai_sim.core.seeding import stream

# Of the distance between a camera and what it looks at; of the tangent of half the field of view.
MOST_SHIFT, MOST_ZOOM = 0.03, 0.06


def moved_cameras(config: WorldConfig, seed: int) -> tuple[str, ...]:
    """Settings that move and zoom every camera of a world; equal seeds give equal ones.

    Cameras of one mount move together, so that depth still belongs to colours.

    Args:
        config: The world of one episode.
        seed: Non-negative.
    """
    found = (_moved(path, mount, fov, seed) for path, mount, fov in _cameras(config))
    return tuple(setting for settings in found for setting in settings)


def _cameras(config: WorldConfig) -> Iterator[tuple[str, MountConfig, float]]:
    parts = {f"sensors.{name}": part for name, part in config.sensors.items()}
    for path, part in {**parts, "view": config.view}.items():
        mount = getattr(part, "mount", None)
        if isinstance(part, ImageConfig) and isinstance(mount, MountConfig):
            yield path, mount, part.vertical_fov_rad


def _moved(path: str, mount: MountConfig, fov_rad: float, seed: int) -> list[str]:
    # The mount names the stream of numbers: what shares it, shares the change.
    rng = stream(seed, f"camera/{mount.model_dump_json()}")
    place, target = np.array(mount.position_m), np.array(mount.look_at_m)
    reach = MOST_SHIFT * float(np.linalg.norm(target - place))
    shifts = rng.uniform(-reach, reach, (2, 3)) * [[1.0], [0.5]]
    zoom = 1.0 + rng.uniform(-MOST_ZOOM, MOST_ZOOM)
    fov = 2.0 * np.arctan(np.tan(fov_rad / 2.0) * zoom)
    return [
        f"{path}.mount.position_m={np.round(place + shifts[0], 5).tolist()}",
        f"{path}.mount.look_at_m={np.round(target + shifts[1], 5).tolist()}",
        f"{path}.vertical_fov_rad={round(float(fov), 5)}",
    ]
