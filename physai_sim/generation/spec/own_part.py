"""The part of a sample that other world models have no word for: `physai`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from physai_sim.core.config import WorldConfig
from physai_sim.core.rollouts import Expansion
from physai_sim.core.scene_config import PositiveInt
from physai_sim.core.streams import StreamName
from physai_sim.core.strict import StrictModel
from physai_sim.generation.variation.appearance import appearance
from physai_sim.generation.variation.physics import physics, with_actions

MOST_CAMERAS = 4


class ExpansionSpec(StrictModel):
    """How a sample differs from its source: by one of these, or not at all.

    Attributes:
        appearance: Names joined by `+`, such as "night+rain+wet+texture_3"; every state stays.
        physics: One parameter or start, as `KEY=VALUE` of the world file.
        actions: Such as "scaled:0.5" or "shuffled:1".
    """

    appearance: str | None = None
    physics: str | None = None
    actions: str | None = None

    @model_validator(mode="after")
    def _is_one(self) -> ExpansionSpec:
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"an expansion is one of its kinds, got {' and '.join(given)}")
        return self

    def expansion(self, config: WorldConfig | None = None) -> Expansion:
        """The same as an Expansion; textures and cameras need the world.

        Raises:
            PhysAIError: If a name is unknown.
        """
        if self.appearance is not None:
            return appearance(self.appearance, config)
        if self.physics is not None:
            return physics(self.physics)
        return Expansion() if self.actions is None else with_actions(self.actions)


class OwnPart(StrictModel):
    """What only this project knows.

    Attributes:
        source: A bag's folder, `DATASET:INDEX` or `WORLD:SEED`; the command's own where absent.
        expansion: How the sample differs from it.
        cameras: One to four colour cameras of the world; all of them where absent.
        streams: Ground truth beside the colours.
        size_px: Columns and rows, in place of `resolution` and `aspect_ratio`.
        domains: Widths of further action domains.
    """

    source: str | None = None
    expansion: ExpansionSpec = ExpansionSpec()
    cameras: Annotated[tuple[str, ...], Field(max_length=MOST_CAMERAS)] = ()
    streams: tuple[StreamName, ...] = ()
    size_px: tuple[PositiveInt, PositiveInt] | None = None
    domains: dict[str, PositiveInt] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_nothing_twice(self) -> OwnPart:
        for names in (self.cameras, self.streams):
            twice = sorted({str(name) for name in names if list(names).count(name) > 1})
            if twice:
                raise ValueError(f"{twice[0]!r} is named twice")
        return self
