"""The `roads:` part of a world file."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from physai_sim.core.strict import StrictModel

Name: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Positive: TypeAlias = Annotated[float, Field(gt=0.0)]
# A little over 2 pi, so that a full circle can be written with four decimals.
Turn: TypeAlias = Annotated[float, Field(ge=-6.2832, le=6.2832)]


class StartConfig(StrictModel):
    """Where a lane begins: a point of its centreline and the heading there, in the world frame."""

    x_m: float
    y_m: float
    yaw_rad: float


class PieceConfig(StrictModel):
    """One piece of a lane: a straight, or an arc that turns left for a positive angle."""

    straight_m: Positive | None = None
    arc_radius_m: Positive | None = None
    arc_angle_rad: Turn | None = None

    @model_validator(mode="after")
    def _one_shape(self) -> PieceConfig:
        arc = (self.arc_radius_m, self.arc_angle_rad)
        if self.straight_m is not None and arc != (None, None):
            raise ValueError(f"a straight of {self.straight_m} m and an arc of {arc} in one piece")
        if self.straight_m is None and None in arc:
            raise ValueError("a piece is straight_m, or arc_radius_m and arc_angle_rad")
        if self.arc_angle_rad == 0.0:
            raise ValueError("an arc of 0 rad goes nowhere; write a straight_m")
        return self


class LaneConfig(StrictModel):
    """One lane, driven in the direction of its path.

    Exactly one of `start`, `after` and `beside` says where it begins. A lane with neither `path`
    nor `beside` is led to the start of the one lane it `joins`, by a straight and an arc.

    Attributes:
        width_m: Inherited through `after` or `beside` where it is not given.
        speed_limit_mps: Inherited likewise.
        start: The pose it starts from.
        after: The lane whose end it starts from; makes it a successor of that lane.
        beside: The lane it runs parallel to, over its whole length.
        offset_m: How far left of `beside` it runs, centre to centre; negative is right.
        reverse: Whether it is driven the other way than `beside`.
        path: Its pieces, in driving order.
        joins: The lanes that start where this one ends; they become its successors.
    """

    width_m: Annotated[float, Field(gt=0.1)] | None = None
    speed_limit_mps: Positive | None = None
    start: StartConfig | None = None
    after: Name | None = None
    beside: Name | None = None
    offset_m: float | None = None
    reverse: bool = False
    path: Annotated[tuple[PieceConfig, ...], Field(min_length=1)] | None = None
    joins: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _one_beginning(self) -> LaneConfig:
        keys = ("start", "after", "beside")
        given = [key for key in keys if getattr(self, key) is not None]
        if len(given) != 1:
            shown = " and ".join(f"{key} ({getattr(self, key)})" for key in given) or "none"
            raise ValueError(f"a lane has one of start, after and beside, got {shown}")
        if given == ["start"] and None in (self.width_m, self.speed_limit_mps):
            raise ValueError("a lane with a start needs width_m and speed_limit_mps of its own")
        return self

    @model_validator(mode="after")
    def _one_course(self) -> LaneConfig:
        if self.beside is not None:
            if self.path is not None:
                raise ValueError(f"both beside ({self.beside}) and a path say where the lane runs")
            if self.offset_m is None:
                raise ValueError(f"a lane beside {self.beside} needs an offset_m")
            return self
        if self.offset_m is not None or self.reverse:
            raise ValueError("offset_m and reverse belong to a lane that is beside another")
        if self.path is None and len(self.joins) != 1:
            text = f"without a path a lane joins exactly one other, got {len(self.joins)}"
            raise ValueError(text)
        return self


class JunctionConfig(StrictModel):
    """A named group of lanes that connect others: no kerbs and no markings run through it."""

    lanes: Annotated[tuple[Name, ...], Field(min_length=1)]


class KerbConfig(StrictModel):
    """Kerbs along the outer edges of the carriageway.

    Attributes:
        height_m: Above the ground.
        width_m: From the face towards the road to the one away from it.
        offset_m: From the edge of the lane to the face towards the road.
    """

    height_m: Positive = 0.12
    width_m: Positive = 0.2
    offset_m: Annotated[float, Field(ge=0.0)] = 0.5

    @property
    def reach_m(self) -> float:
        """From the edge of the lane to the face away from the road."""
        return self.offset_m + self.width_m


class RoadsConfig(StrictModel):
    """All roads of a world; `RoadNetwork.from_config` checks that the lanes fit together."""

    lanes: Annotated[dict[Name, LaneConfig], Field(min_length=1)]
    junctions: dict[Name, JunctionConfig] = Field(default_factory=dict)
    kerb: KerbConfig | None = None
    markings: bool = True
