"""Options that say which quality of service is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from physai_sim.ros.inspect.qos import Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class QosOptions:
    """Quality of service, as far as people ask for it."""

    qos_profile: Annotated[
        str | None, typer.Option("--qos-profile", help="A ready-made profile, as sensor_data.")
    ] = None
    qos_history: Annotated[
        str | None, typer.Option("--qos-history", help="keep_last or keep_all.")
    ] = None
    qos_depth: Annotated[int | None, typer.Option("--qos-depth", min=1, help="Messages kept.")] = (
        None
    )
    qos_reliability: Annotated[
        str | None, typer.Option("--qos-reliability", help="reliable or best_effort.")
    ] = None
    qos_durability: Annotated[
        str | None, typer.Option("--qos-durability", help="volatile or transient_local.")
    ] = None

    def wish(self) -> Wish:
        """The options together."""
        from physai_sim.ros.inspect.qos import Wish

        return Wish(
            profile=self.qos_profile,
            history=self.qos_history,
            depth=self.qos_depth,
            reliability=self.qos_reliability,
            durability=self.qos_durability,
        )
