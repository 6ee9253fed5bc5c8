"""The measures of a car with Ackermann steering."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Chassis:
    """A model of a car: `base_link` is the centre of its rear axle at road level.

    Args:
        model: The robot's file name.
        urdf: Its model.
        wheelbase_m: Between the axles.
        track_m: Between left and right wheels.
        wheel_radius_m: Of a wheel.
        effective_mass_kg: The car, and the spin of its wheels as seen from the road.
        front_load: Share of the weight on the front axle at rest.
        centre_height_m: Of the centre of mass.
        max_acceleration_mps2: Of the motor.
        max_braking_mps2: Of the brakes.
        holding_mps2: Of the brakes at standstill.
        top_speed_mps: Forward.
        reverse_speed_mps: Backward.
        max_steering_rad: Of the virtual wheel midway between the front wheels.
        steering_rate_radps: Of the virtual wheel.
        steering_torque_nm: At each front wheel.
        tyre_friction: The engine multiplies it with the road's.
        body_friction: Of everything else.
        steers: Joints that turn the front wheels, left and right.
        wheels: Joints of the wheels: front left, front right, rear left, rear right.
    """

    model: str
    urdf: Path
    wheelbase_m: float
    track_m: float
    wheel_radius_m: float
    effective_mass_kg: float
    front_load: float
    centre_height_m: float
    max_acceleration_mps2: float
    max_braking_mps2: float
    holding_mps2: float
    top_speed_mps: float
    reverse_speed_mps: float
    max_steering_rad: float
    steering_rate_radps: float
    steering_torque_nm: float
    tyre_friction: float
    body_friction: float
    steers: tuple[str, str]
    wheels: tuple[str, str, str, str]

    @property
    def max_curvature_per_m(self) -> float:
        """Of the path of `base_link` at full lock [1/m]."""
        return math.tan(self.max_steering_rad) / self.wheelbase_m

    def wheel_angles(self, curvature_per_m: float) -> tuple[float, float]:
        """Left and right [rad], that roll round one centre on the line of the rear axle.

        Source: Gillespie (1992), "Fundamentals of Vehicle Dynamics", section 6.
        """
        rise, half = self.wheelbase_m * curvature_per_m, curvature_per_m * self.track_m / 2
        return math.atan(rise / (1.0 - half)), math.atan(rise / (1.0 + half))
