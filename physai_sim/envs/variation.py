"""Makes each episode's own parts where a world file randomises something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from physai_sim.core import randomize
from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.types import Draw
from physai_sim.envs.assembly import Assembly
from physai_sim.envs.promises import promises, refuse_changes

BAD_INPUT = (ConfigError, UnknownNameError)
PartT = TypeVar("PartT")


class Variation:
    """Draws for an episode, and places what was drawn in the one world of all episodes.

    Args:
        base: What the world file itself gives, as it was placed.

    Raises:
        ConfigError: If the least or the greatest values of all distributions break a check, or
            change what an environment promises: spaces, rates, names, models.
    """

    def __init__(self, base: Assembly) -> None:
        self._base, self._promised = base, promises(base)
        for values in randomize.corners(base.config):
            self._placed(values)
        base.stand()

    def place(self, seed: int, given: Draw | None) -> tuple[Assembly, Draw]:
        """Place an episode.

        Args:
            seed: Of the episode.
            given: What it drew, where it is played again; else it is drawn.

        Returns:
            Its parts, which are to be started, and what was drawn.

        Raises:
            ConfigError: If the draw is not one of this world, or breaks a check.
        """
        config = self._base.config
        values = (
            randomize.draw(config, seed)
            if given is None
            else randomize.checked_draw(config, given)
        )
        return self._placed(values), values

    def _placed(self, values: Draw) -> Assembly:
        config = randomize.with_draw(self._base.config, values)
        try:
            return self._checked(config)
        except BAD_INPUT as error:
            raise self._blamed(values, error) from None

    def _checked(self, config: WorldConfig) -> Assembly:
        parts = _with_config(self._base, config)
        parts.place()
        refuse_changes(self._promised, promises(parts))
        parts.task.check(parts.stage)
        return parts

    def _blamed(self, values: Draw, error: Exception) -> ConfigError:
        """The error with the entry that gives rise to it, which is sought one by one."""
        where = f"{self._base.config.name}: randomize"
        for path, value in values.items():
            if fault := self._fault({path: value}):
                what = f"a draw of {value} is refused: {fault}"
                return ConfigError(what, where=f"{where}.{path}")
        return ConfigError(f"a draw is refused: {error}", where=where)

    def _fault(self, values: Draw) -> str | None:
        try:
            self._checked(randomize.with_draw(self._base.config, values))
        except BAD_INPUT as error:
            return str(error)
        return None


def variation_of(base: Assembly) -> Variation | None:
    """The variation of a world; None where it randomises nothing.

    Raises:
        ConfigError: As `Variation`; the engine is freed then.
    """
    if not base.config.randomize:
        return None
    try:
        return Variation(base)
    except BaseException:
        base.stage.world.close()
        raise


def _with_config(base: Assembly, config: WorldConfig) -> Assembly:
    """The parts of another configuration in the same world; what it leaves as it is, is kept."""
    hz, old, stage = config.rates.control_hz, base.config, base.stage
    robots = _renewed(
        stage.robots, old.robots, config.robots, lambda r, *part: type(r)(*part, control_hz=hz)
    )
    sensors = _renewed(
        base.sensors, old.sensors, config.sensors, lambda sensor, *part: type(sensor)(*part)
    )
    traffic = _renewed(
        base.traffic, old.traffic, config.traffic, lambda u, *part: type(u)(*part, control_hz=hz)
    )
    for name, user in traffic.items():
        if user is not base.traffic[name]:
            user.check(stage.roads)
    task = base.task if config.task is old.task else type(base.task)(config.task)
    return replace(
        base,
        config=config,
        stage=replace(stage, robots=robots),
        sensors=sensors,
        task=task,
        traffic=traffic,
    )


def _renewed(
    parts: Mapping[str, PartT],
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    make: Callable[[PartT, str, Any], PartT],
) -> dict[str, PartT]:
    """Parts by name, each made anew if its configuration is another."""
    return {
        name: part if new[name] is old[name] else make(part, name, new[name])
        for name, part in parts.items()
    }
