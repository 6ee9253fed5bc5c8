"""The JSON Schema of world files, so that editors complete and check them."""

from __future__ import annotations

import importlib
from typing import Annotated, Any, Literal, Union

from pydantic import Field, create_model

from physai_sim.core import registry
from physai_sim.core.config import ROADS, WorldFile
from physai_sim.core.strict import StrictModel


def world_schema() -> dict[str, Any]:
    """Schema of a world file with the keys of every known robot, road user, sensor and task."""
    module, name = ROADS
    roads: Any = getattr(importlib.import_module(module), name)
    fields: dict[str, Any] = {
        "robots": (_named_values(_any_of("robots")), ...),
        "traffic": (_named_values(_any_of("traffic")), {}),
        "sensors": (_named_values(_any_of("sensors")), ...),
        "task": (_any_of("tasks"), ...),
        "roads": (roads | None, None),
    }
    model = create_model("World", __base__=WorldFile, **fields)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}


def _named_values(kind: Any) -> Any:
    return dict[str, kind]


def _any_of(family: str) -> Any:
    """A union of the configurations of a family, told apart by `model`."""
    configs = tuple(_named(family, name) for name in registry.names(family))
    if len(configs) == 1:
        return configs[0]
    return Annotated[Union[configs], Field(discriminator="model")]  # noqa: UP007


def _named(family: str, name: str) -> type[StrictModel]:
    config: type[StrictModel] = registry.find(family, name).Config
    fields: dict[str, Any] = {"model": (Literal[name], ...)}
    title = f"{registry.class_name(name)}{family.capitalize()}"
    return create_model(title, __base__=config, __doc__=config.__doc__, **fields)
