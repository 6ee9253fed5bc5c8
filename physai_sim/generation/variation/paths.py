"""Which keys of a world file are looks alone, and which are physics that may be varied."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import ConfigError
from physai_sim.core.overrides import RANDOMIZE
from physai_sim.core.randomize import at
from physai_sim.core.scene_config import ImageConfig

# Only renderers read these: a test holds every state to the bit against them. A `*` is one key.
LOOKS = (
    "scene.light.*",
    "scene.weather.*",
    "scene.ground.color_rgba",
    "scene.ground.material.*",
    "scene.bodies.*.color_rgba",
    "scene.bodies.*.material.*",
    "robots.*.paint_rgba",
    "traffic.*.paint_rgba",
    "renderer",
)
# Likewise, in cameras: `sensors.NAME` and `view`.
OF_CAMERAS = ("mount.position_m", "mount.look_at_m", "vertical_fov_rad", "distortion")
PHYSICS = (
    "scene.gravity_mps2",
    "scene.ground.friction",
    "scene.ground.restitution",
    "scene.bodies.*.mass_kg",
    "scene.bodies.*.friction",
    "scene.bodies.*.restitution",
    "scene.bodies.*.collides",
    "robots.*.tyre_friction",
    "robots.*.payload_kg",
    "robots.*.pad_friction",
    "robots.*.tool_speed_mps",
    "traffic.*.speed_mps",
)
# Where and how fast things start.
STARTS = (
    "scene.bodies.*.velocity_mps",
    "scene.bodies.*.pose.position_m",
    "scene.bodies.*.pose.rpy_rad",
    "robots.*.pose.position_m",
    "robots.*.pose.rpy_rad",
    "robots.*.start_noise_rad",
    "task.start_*",
    "traffic.*.start_m",
    "traffic.*.start_noise_m",
)


def key_of(setting: str) -> str:
    """The key path of a `KEY=VALUE`.

    Raises:
        ConfigError: If it is none.
    """
    key, equals, _ = setting.partition("=")
    if not equals or not key:
        raise ConfigError("not a setting", got=setting, expected="KEY=VALUE")
    return key


def check_looks(config: WorldConfig, settings: Iterable[str], *, where: str) -> None:
    """Refuse a change of appearance that is not one.

    Raises:
        ConfigError: If a setting touches anything that physics reads.
        UnknownNameError: If the world has no such key.
    """
    for setting in settings:
        key = key_of(setting)
        if not _is_look(config, key):
            raise ConfigError(
                "an appearance must not touch physics",
                where=where,
                got=key,
                expected=f"keys that only renderers read: {', '.join(LOOKS)}, "
                f"and of cameras {', '.join(OF_CAMERAS)}",
            )
        at(config, tuple(key.split(".")), where=f"{where}: {key}")


def check_physics(config: WorldConfig, setting: str, *, where: str) -> None:
    """Refuse a change of physics that is not one of those that can be named.

    Raises:
        ConfigError: If its key is no parameter and no start.
        UnknownNameError: If the world has no such key.
    """
    key = key_of(setting)
    if not _matches(key, (*PHYSICS, *STARTS)):
        raise ConfigError(
            "no parameter of physics that can be varied",
            where=where,
            got=key,
            expected=f"one of {', '.join((*PHYSICS, *STARTS))}",
        )
    at(config, tuple(key.split(".")), where=f"{where}: {key}")


def _is_look(config: WorldConfig, key: str) -> bool:
    if key.partition(".")[0] == RANDOMIZE:
        return False
    return _matches(key, LOOKS) or _is_of_a_camera(config, key)


def _is_of_a_camera(config: WorldConfig, key: str) -> bool:
    head, *rest = key.split(".")
    if head == "view":
        return ".".join(rest) in OF_CAMERAS
    sensor = config.sensors.get(rest[0]) if head == "sensors" and rest else None
    return isinstance(sensor, ImageConfig) and ".".join(rest[1:]) in OF_CAMERAS


def _matches(key: str, patterns: Iterable[str]) -> bool:
    """Whether a path is one of some, key by key: a `*` does not reach over dots."""
    keys = key.split(".")
    return any(
        len(keys) == len(wanted)
        and all(fnmatchcase(k, w) for k, w in zip(keys, wanted, strict=True))
        for wanted in (pattern.split(".") for pattern in patterns)
    )
