"""Names of the numbers in segmentation images <-> one latched message."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from physai_sim.core.types import SensorSpec
from physai_sim.messages.parts import Make

SCHEMA = 1


def labels_message(make: Make, sensor: SensorSpec) -> Any:
    """std_msgs/String with a JSON object: `bodies` by number, each with its `links` by number."""
    bodies = {
        str(number): {
            "name": name,
            "links": {str(index): link for index, link in enumerate(links, start=1)},
        }
        for number, (name, links) in enumerate(sensor.labels.items(), start=1)
    }
    record = {"schema": SCHEMA, "bodies": bodies}
    return make("std_msgs/msg/String", data=json.dumps(record, separators=(",", ":")))


def labels_from(message: Any) -> Mapping[str, tuple[str, ...]]:
    """Link names of each body, in the order of their numbers, as in `SensorSpec.labels`."""
    bodies = json.loads(message.data)["bodies"]
    return {
        bodies[key]["name"]: tuple(
            bodies[key]["links"][index] for index in sorted(bodies[key]["links"], key=int)
        )
        for key in sorted(bodies, key=int)
    }
