"""Other values in a world that was already checked, through the same checks."""

from __future__ import annotations

from collections.abc import Sequence

from physai_sim.core.config import WorldConfig, world_from
from physai_sim.core.overrides import with_setting
from physai_sim.core.yaml_source import YamlSource
from physai_sim.generation.source.world_of import without_nothing


def with_settings(config: WorldConfig, settings: Sequence[str]) -> WorldConfig:
    """The same world with some values changed.

    Args:
        config: The world.
        settings: `KEY=VALUE`, as `--set` takes them.

    Raises:
        ConfigError: If a setting breaks a check.
        UnknownNameError: If it names what there is not.
    """
    source = YamlSource(config.name, without_nothing(config.model_dump(mode="json")))
    for setting in settings:
        source = with_setting(source, setting)
    return world_from(source, name=config.name)
