"""The part of a world file that all tasks on a table share."""

from __future__ import annotations

from pydantic import model_validator

from physai_sim.core.config import ComponentConfig
from physai_sim.core.scene_config import NotNegative, Positive


class TabletopConfig(ComponentConfig):
    """Who works on which table, and where things may lie at the start."""

    robot: str
    table: str
    start_low_m: tuple[float, float]
    start_high_m: tuple[float, float]
    start_turn_rad: NotNegative = 0.0
    gap_m: Positive
    success_distance_m: Positive = 0.02

    @model_validator(mode="after")
    def _spans_a_box(self) -> TabletopConfig:
        if any(a > b for a, b in zip(self.start_low_m, self.start_high_m, strict=True)):
            raise ValueError(
                f"start_low_m {self.start_low_m} must not exceed start_high_m {self.start_high_m}"
            )
        return self
