"""The MIT racecar, a model car of scale 1:10, as PyBullet ships it.

`base_link` is the centre of the rear axle at road level, as for every car here.
"""

from __future__ import annotations

import math
from pathlib import Path

from physai_sim.robots._ackermann import AckermannCar, CarConfig
from physai_sim.robots._chassis import Chassis
from physai_sim.simulation.engine import data_folder

# All measures are those of pybullet_data/racecar/racecar.urdf.
WHEEL_RADIUS_M = 0.05
WHEEL_INERTIA_KGM2 = 0.00041226
# Chassis 0.1 + 4.0 + 0.1, laser 0.13, hinges 2 x 0.1, wheels 4 x 0.34055 kg.
MASS_KG = 4.53 + 4 * 0.34055


class Racecar(AckermannCar[CarConfig]):
    """A model car of 0.325 m wheelbase with all four wheels driven."""

    Config = CarConfig
    chassis = Chassis(
        model="racecar",
        urdf=Path(data_folder()) / "racecar" / "racecar.urdf",
        wheelbase_m=0.325,
        track_m=0.2,
        wheel_radius_m=WHEEL_RADIUS_M,
        effective_mass_kg=MASS_KG + 4 * WHEEL_INERTIA_KGM2 / WHEEL_RADIUS_M**2,
        front_load=0.476,
        centre_height_m=0.051,
        max_acceleration_mps2=3.0,
        max_braking_mps2=5.0,
        holding_mps2=5.0,
        top_speed_mps=4.5,  # 90 rad/s at the wheel, below the engine's cap of 100 rad/s on a joint
        reverse_speed_mps=2.0,
        max_steering_rad=0.4,
        # A hobby servo turns 60 degrees in 0.2 s or so.
        steering_rate_radps=math.radians(300.0),
        steering_torque_nm=10.0,
        tyre_friction=1.0,
        body_friction=0.5,
        steers=("left_steering_hinge_joint", "right_steering_hinge_joint"),
        wheels=(
            "left_front_wheel_joint",
            "right_front_wheel_joint",
            "left_rear_wheel_joint",
            "right_rear_wheel_joint",
        ),
    )
