"""What an environment tells of itself before its first episode, and no draw may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from physai_sim.core.errors import ConfigError
from physai_sim.core.strict import plain
from physai_sim.envs.assembly import Assembly

# Key path -> what is promised there, as JSON has it, or the bounds of an observation.
Promises = Mapping[str, object]
SENSOR_KEYS = ("kind", "rate_hz", "body", "frame", "shape", "names", "labels")


def promises(parts: Assembly) -> Promises:
    """Names of bodies, models and actions of robots, sizes and rates of sensors, all bounds.

    Args:
        parts: What was placed.
    """
    world = parts.stage.world
    view = parts.config.view
    found: dict[str, object] = {
        "scene.bodies": list(world.bodies),
        "view.size": [view.width_px, view.height_px],
    }
    for name, robot in parts.stage.robots.items():
        for key, value in asdict(robot.spec()).items():
            found[f"robots.{name}.{key}"] = plain(value)
    for name, sensor in parts.sensors.items():
        spec = sensor.spec(world)
        for key in SENSOR_KEYS:
            found[f"sensors.{name}.{key}"] = plain(getattr(spec, key))
        found[f"sensors.{name}.bounds"] = sensor.space(world)
    for name, box in parts.task.privileged_space(parts.stage).items():
        found[f"task.{name}.bounds"] = box
    return found


def refuse_changes(promised: Promises, now: Promises) -> None:
    """Refuse an episode that does not keep all that was promised.

    Raises:
        ConfigError: With the first thing that is another.
    """
    for key in {**promised, **now}:
        was, came = promised.get(key), now.get(key)
        if was != came:
            raise ConfigError("this must stay as it is", where=key, got=came, expected=str(was))
