"""Laws of driving that experts and traffic share: keeping a lane, keeping a gap."""

from __future__ import annotations

import math
from dataclasses import dataclass

from physai_sim.core.truth import LightState

# Way [m] over which an error decays: critically damped at (1/L)^2 and 2/L, since
# offset'' = curvature along the way.
DECAY_M = 5.0


def path_curvature(
    path_per_m: float,
    *,
    offset_m: float,
    heading_rad: float,
    decay_m: float = DECAY_M,
    direction: int = 1,
) -> float:
    """The curvature [1/m] that brings a car back to a path.

    Args:
        path_per_m: Curvature of the path, positive to the left.
        offset_m: Of the rear axle from the path, positive to its left.
        heading_rad: Of the car, less the path's.
        decay_m: Way over which an error decays.
        direction: 1 forward, -1 backward.
    """
    damping = 2.0 * direction * math.sin(heading_rad) / decay_m
    return path_per_m - offset_m / decay_m**2 - damping


@dataclass(frozen=True, slots=True)
class IdmParameters:
    """How a driver keeps a gap.

    Args:
        headway_s: Time gap to who drives ahead.
        standstill_m: Gap at rest.
        acceleration_mps2: Greatest.
        braking_mps2: Comfortable.
        exponent: How sharply acceleration falls off towards the wanted speed.
    """

    headway_s: float = 1.5
    standstill_m: float = 2.0
    acceleration_mps2: float = 1.5
    braking_mps2: float = 2.0
    exponent: float = 4.0


def idm_acceleration(
    speed_mps: float,
    wanted_mps: float,
    *,
    gap_m: float,
    ahead_mps: float,
    driver: IdmParameters,
) -> float:
    """Acceleration [m/s^2] of the intelligent driver model.

    Args:
        speed_mps: Own speed.
        wanted_mps: Speed on a free road; positive.
        gap_m: From the own front to the rear of what is ahead; inf where nothing is.
        ahead_mps: Speed of that along the road.
        driver: The parameters.

    Source: Treiber, Hennecke, Helbing (2000), "Congested traffic states in empirical
        observations and microscopic simulations", Physical Review E 62, equations 3 and 4.
    """
    root = 2.0 * math.sqrt(driver.acceleration_mps2 * driver.braking_mps2)
    dynamic_m = speed_mps * (driver.headway_s + (speed_mps - ahead_mps) / root)
    wanted_gap_m = driver.standstill_m + max(dynamic_m, 0.0)
    free = math.pow(max(speed_mps, 0.0) / wanted_mps, driver.exponent)
    # A gap of nothing is a collision already; the least one only keeps the number finite.
    pressed = (wanted_gap_m / max(gap_m, 0.1)) ** 2
    return driver.acceleration_mps2 * (1.0 - free - pressed)


def must_stop(
    state: LightState | None, *, gap_m: float, speed_mps: float, braking_mps2: float
) -> bool:
    """Whether a driver stops for a traffic light.

    At red always; at yellow where the way is long enough to stop with comfort, so that nobody
    brakes hard for it, nor stands behind the line.

    Args:
        state: What it shows; None where there is none.
        gap_m: From the front of the car to the stop line.
        speed_mps: Of the car.
        braking_mps2: That is comfortable.
    """
    if state == "yellow":
        return gap_m >= speed_mps**2 / (2.0 * braking_mps2)
    return state == "red"


def bend_speed(sharpest_per_m: float, *, lateral_mps2: float) -> float:
    """Speed [m/s] at which a bend of that curvature [1/m] asks for that much lateral grip."""
    return math.sqrt(lateral_mps2 / max(abs(sharpest_per_m), 1e-6))
