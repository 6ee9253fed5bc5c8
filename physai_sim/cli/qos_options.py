"""Options that say which quality of service is wanted."""

from __future__ import annotations

from typing import Annotated

import typer

QosProfileName = Annotated[
    str | None, typer.Option("--qos-profile", help="A ready-made profile, as sensor_data.")
]
QosHistory = Annotated[str | None, typer.Option("--qos-history", help="keep_last or keep_all.")]
QosDepth = Annotated[int | None, typer.Option("--qos-depth", min=1, help="Messages kept.")]
QosReliability = Annotated[
    str | None, typer.Option("--qos-reliability", help="reliable or best_effort.")
]
QosDurability = Annotated[
    str | None, typer.Option("--qos-durability", help="volatile or transient_local.")
]
