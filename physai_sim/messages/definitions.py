"""Definitions of the message types that the `rosbags` type store for Jazzy lacks.

They are files, laid out as ament installs them, so that the classes of `import` and the type store
read the same texts. Interoperation needs fields, their order, defaults and constants, so the files
hold nothing else.

Source: ackermann_msgs, control_msgs, vision_msgs, ros_gz_interfaces and simulation_interfaces as
released for Jazzy; physai_msgs is the package of ours in `ros2_ws`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from physai_sim.core.errors import ConfigError

SHARE = Path(__file__).parent / "share"
"""`<package>/{msg,srv,action}/<Name>.{msg,srv,action}`."""

SHARE_SIMULATION_INTERFACES_2 = Path(__file__).parent / "share_simulation_interfaces_2"
"""What differs in simulation_interfaces 2.x, as released for Lyrical."""

VERSION_VARIABLE = "PHYSAI_SIMULATION_INTERFACES"
"""Environment variable with the major version of simulation_interfaces to speak: 1 or 2."""


def _shares() -> list[Path]:
    version = os.environ.get(VERSION_VARIABLE, "1")
    if version not in ("1", "2"):
        raise ConfigError(
            "unknown version of simulation_interfaces",
            where=VERSION_VARIABLE,
            got=version,
            expected="1 or 2",
        )
    return [SHARE, SHARE_SIMULATION_INTERFACES_2] if version == "2" else [SHARE]


def _messages() -> Iterator[tuple[str, str]]:
    for root in SHARES:
        for path in sorted(root.glob("*/msg/*.msg")):
            yield f"{path.parent.parent.name}/msg/{path.stem}", path.read_text(encoding="utf-8")


SHARES: list[Path] = _shares()
"""Folders of definitions; a later one hides an earlier one's files of the same name."""

DEFINITIONS: Mapping[str, str] = MappingProxyType(dict(_messages()))
"""Full type name (`vision_msgs/msg/Point2D`) to the text of its `.msg` file."""

FIELD_DEFAULTS: Mapping[tuple[str, str], float] = MappingProxyType(
    {("geometry_msgs/msg/Quaternion", "w"): 1.0}
)
"""(type, field) to its default where the released `.msg` gives one; `rosbags` drops defaults.

Without it a default Pose would carry the zero quaternion, which is no rotation; tf2 refuses it.
"""
