"""A mid-size car with Ackermann steering.

`base_link` is the centre of the rear axle at road level, where the kinematic bicycle model holds
exactly: radius = wheelbase / tan(steering angle).
"""

from __future__ import annotations

import math
from pathlib import Path

from physai_sim.core.scene_config import Rgba
from physai_sim.robots._ackermann import AckermannCar, CarConfig
from physai_sim.robots._chassis import Chassis
from physai_sim.simulation.scratch import scratch_file

URDF = Path(__file__).parent / "assets" / "sedan" / "sedan.urdf"
WHEELBASE_M = 2.85
TRACK_M = 1.60
WHEEL_RADIUS_M = 0.33
MASS_KG = 1600.0
WHEEL_INERTIA_KGM2 = 1.089  # m r^2 / 2 of one wheel, as in the URDF
FRONT_LOAD = 0.55  # share of the weight on the front axle at rest
CENTRE_HEIGHT_M = 0.55
TYRE_FRICTION = 1.1  # dry asphalt; the engine multiplies it with the road's 1.0
BODY_FRICTION = 0.5

MAX_ACCELERATION_MPS2 = 3.0
MAX_BRAKING_MPS2 = 8.0
TOP_SPEED_MPS = 30.0  # 91 rad/s at the wheel, below the engine's cap of 100 rad/s on a joint
MAX_STEERING_RAD = 0.6  # of the virtual wheel midway between the front wheels
# The steering robot of NHTSA's fishhook test (DOT HS 809 513) turns the steering wheel at
# 720 deg/s, here over a steering ratio of 16.
STEERING_RATE_RADPS = math.radians(720.0 / 16.0)
STEERING_TORQUE_NM = 5000.0
HOLDING_MPS2 = 8.0  # brakes at standstill
MAX_CURVATURE_PER_M = math.tan(MAX_STEERING_RAD) / WHEELBASE_M
# What the motors push: the car, and the spin of its wheels as seen from the road.
EFFECTIVE_MASS_KG = MASS_KG + 4 * WHEEL_INERTIA_KGM2 / WHEEL_RADIUS_M**2

STEERS = ("front_left_steer", "front_right_steer")
WHEELS = ("front_left_wheel", "front_right_wheel", "rear_left_wheel", "rear_right_wheel")


# The material of the body in the URDF.
PAINT_RGBA = "0.13 0.33 0.66 1"


class SedanConfig(CarConfig):
    """As every car, with a colour; blue where none is given."""

    paint_rgba: Rgba | None = None


class Sedan(AckermannCar[SedanConfig]):
    """A car on four wheels with an open differential."""

    Config = SedanConfig
    chassis = Chassis(
        model="sedan",
        urdf=URDF,
        wheelbase_m=WHEELBASE_M,
        track_m=TRACK_M,
        wheel_radius_m=WHEEL_RADIUS_M,
        effective_mass_kg=EFFECTIVE_MASS_KG,
        front_load=FRONT_LOAD,
        centre_height_m=CENTRE_HEIGHT_M,
        max_acceleration_mps2=MAX_ACCELERATION_MPS2,
        max_braking_mps2=MAX_BRAKING_MPS2,
        holding_mps2=HOLDING_MPS2,
        top_speed_mps=TOP_SPEED_MPS,
        reverse_speed_mps=5.0,
        max_steering_rad=MAX_STEERING_RAD,
        steering_rate_radps=STEERING_RATE_RADPS,
        steering_torque_nm=STEERING_TORQUE_NM,
        tyre_friction=TYRE_FRICTION,
        body_friction=BODY_FRICTION,
        steers=STEERS,
        wheels=WHEELS,
    )

    def model_file(self) -> Path:
        """See the base; another colour is another file, since the engine repaints all or none."""
        if self.config.paint_rgba is None:
            return URDF
        text = URDF.read_text(encoding="utf-8")
        text = text.replace(PAINT_RGBA, " ".join(map(str, self.config.paint_rgba)))
        return scratch_file(text.replace("meshes/", f"{URDF.parent}/meshes/"), suffix=".urdf")
