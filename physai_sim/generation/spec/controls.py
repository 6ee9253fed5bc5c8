"""Controls of a sample: which picture of the scene the result follows, and how closely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from physai_sim.core.scene_config import Fraction
from physai_sim.core.strict import StrictModel

Strength = Literal["very_low", "low", "medium", "high", "very_high"]
BlurStrength = Literal["none", "very_low", "low", "medium", "high", "very_high"]


class ControlSpec(StrictModel):
    """One control.

    Attributes:
        weight: 0 is as if the control were not there.
        control_path: A video of it that was made before.
        mask_path: Where it applies: white.
    """

    weight: Fraction = 1.0
    control_path: str | None = None
    mask_path: str | None = None


class EdgeSpec(ControlSpec):
    """Outlines, as Canny finds them."""

    preset_edge_threshold: Strength = "medium"


class BlurSpec(ControlSpec):
    """Colours without detail."""

    preset_blur_strength: BlurStrength = "medium"


class SegSpec(ControlSpec):
    """Segmentation; the prompt says what is sought where no control is given."""

    control_prompt: str | None = None


def scaled_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights as they are used: as given if their sum is at most 1, else scaled to sum 1.

    Source: Cosmos-Transfer2.5, inference guide, several controls at once.

    Args:
        weights: By control, each in 0..1; what is 0 is absent.
    """
    present = {name: weight for name, weight in weights.items() if weight > 0.0}
    total = sum(present.values())
    if total <= 1.0:
        return present
    return {name: weight / total for name, weight in present.items()}
