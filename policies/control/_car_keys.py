"""Keys that drive a car: they set its speed and its steering."""

from __future__ import annotations

import math

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.core.types import Array, EpisodeSpec, Observation
from policies.control._setting import Setting

KINDS = ("acceleration_curvature", "steering_speed")
TOP_MPS = 15.0
SPEED_STEP_MPS, STEERING_STEP = 0.5, 0.1
SPEED_GAIN_PER_S = 2.0
# Full steering is what gives this sideways acceleration, where the wheels can turn as far: one
# press is as much at any speed.
LATERAL_MPS2 = 4.0
_FORWARD_MPS = 7  # place of the speed ahead in a reading of odometry


class CarKeys:
    """W and S set the speed, A and D the steering, Space brakes.

    However often a terminal repeats a key that is held, it counts once in a control step.

    Args:
        spec: An episode with one car.

    Raises:
        ConfigError: If no sensor tells the car's speed.
    """

    help = "W S speed   A D steer   Space brake"

    def __init__(self, spec: EpisodeSpec) -> None:
        self._robot = next(iter(spec.robots.values()))
        self._reverses = self._robot.action_kind == "steering_speed"
        self._odometry = _odometry_of(spec, self._robot.name)
        self._pressed: set[str] = set()
        self._steering = Setting(low=-1.0, high=1.0, step=STEERING_STEP)
        self._speed: Setting | None = None
        self._brakes = False

    def press(self, key: str, at_s: float) -> None:
        """Take a key."""
        del at_s
        self._pressed.add(key)

    def action(self, observation: Observation, at_s: float) -> Array:
        """What the keys ask for now, shape (2,)."""
        del at_s
        pressed, self._pressed = self._pressed, set()
        now_mps = self._now_mps(observation)
        if self._speed is None or "space" in pressed:
            # A car that rolls at the start goes on rolling.
            self._speed = self._speed_from(0.0 if "space" in pressed else now_mps)
        self._brakes = "space" in pressed or (self._brakes and not pressed & {"w", "s"})
        self._speed.push(("w" in pressed) - ("s" in pressed))
        self._steering.push(("a" in pressed) - ("d" in pressed))
        if self._reverses:
            angle_rad = math.atan(self._curvature(now_mps) * self._wheelbase_m)
            return np.array([angle_rad, self._speed.value])
        low, high = self._robot.action_low[0], self._robot.action_high[0]
        wanted = SPEED_GAIN_PER_S * (self._speed.value - now_mps)
        acceleration = low if self._brakes else min(max(wanted, low), high)
        return np.array([acceleration, self._curvature(now_mps)])

    def status(self, observation: Observation) -> str:
        """In a few words."""
        now_mps = self._now_mps(observation)
        set_mps = self._speed.value if self._speed else now_mps
        share = self._steering.value
        side = "left" if share > 0.0 else "right"
        steering = f"{abs(share):.0%} {side}" if share else "straight"
        brakes = "   BRAKE" if self._brakes else ""
        return f"speed {now_mps:.1f} of {set_mps:.1f} m/s   steering {steering}{brakes}"

    def _now_mps(self, observation: Observation) -> float:
        return float(observation.sensors[self._odometry][_FORWARD_MPS])

    def _speed_from(self, value_mps: float) -> Setting:
        low = float(self._robot.action_low[1]) if self._reverses else 0.0
        return Setting(low=low, high=TOP_MPS, step=SPEED_STEP_MPS, value=value_mps)

    def _curvature(self, now_mps: float) -> float:
        """Of the wanted path [1/m], positive to the left."""
        most = float(self._robot.action_high[1])
        if self._reverses:
            most = math.tan(self._robot.action_high[0]) / self._wheelbase_m
        return self._steering.value * min(most, LATERAL_MPS2 / max(now_mps**2, 1e-6))

    @property
    def _wheelbase_m(self) -> float:
        assert self._robot.wheelbase_m is not None, "cars have one"
        return self._robot.wheelbase_m


def _odometry_of(spec: EpisodeSpec, robot: str) -> str:
    """Name of the sensor that tells the speed of a robot."""
    for name, sensor in spec.sensors.items():
        if sensor.kind == "odometry" and sensor.body == robot:
            return name
    what = "a person cannot set a speed that no sensor tells"
    raise ConfigError(what, where=f"robots.{robot}", expected="a sensor `odometry` of the robot")
