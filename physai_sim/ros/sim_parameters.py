"""The parameters of `sim_node`, read once at its start; see there for what they mean."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from rcl_interfaces.msg import ParameterDescriptor
from rclpy.node import Node

from physai_sim.control.barrier import Policy
from physai_sim.core.errors import ConfigError


@dataclass(frozen=True, slots=True)
class SimParameters:
    """What a live simulation was asked to be; lists without their empty entries."""

    world: str = "lane_curve"
    set: tuple[str, ...] = ()
    seed: int = 0
    episodes: int = 0
    end: bool = False
    autostart: bool = True
    real_time_factor: float = 1.0
    lockstep: tuple[str, ...] = ()
    lockstep_timeout_s: float = 10.0
    lockstep_policy: Policy = "stop"
    wait_for: tuple[str, ...] = ()
    wait_s: float = 30.0
    headless: bool = True
    use_stamped_vel: bool = True
    publish_link_tf: bool = True
    out: str = ""
    overwrite: bool = False
    require_success: float = 0.0
    roots: tuple[str, ...] = ()

    @classmethod
    def declared_by(cls, node: Node) -> SimParameters:
        """Declare all of them on a node, and read them.

        Raises:
            ConfigError: If one has a value that makes no sense.
        """
        found: dict[str, Any] = {}
        for field in fields(cls):
            # An empty list has no type in ROS: one with an empty text stands for it.
            default = [""] if field.default == () else field.default
            once = ParameterDescriptor(read_only=True)
            value = node.declare_parameter(field.name, default, once).value
            is_list = isinstance(field.default, tuple)
            found[field.name] = tuple(v for v in value if v) if is_list else value
        asked = cls(**found)
        if asked.seed < 0 or asked.episodes < 0:
            got = asked.seed if asked.seed < 0 else asked.episodes
            raise ConfigError("seed or episodes", got=got, expected=">= 0")
        return asked
