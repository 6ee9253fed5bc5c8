"""The Panda's published numbers: kinematics, limits, masses and inertias.

Sources:
    Franka Emika, "Robot and interface specifications" (control parameters, DH table, joint limits)
    and the Franka Hand's datasheet (stroke, force, speed, mass).
    C. Gaz, M. Cognetti, A. Oliva, P. Robuffo Giordano, A. De Luca, "Dynamic identification of the
    Franka Emika Panda robot with retrieval of feasible parameters using penalty-based
    optimization", IEEE Robotics and Automation Letters 4(4), 2019: links 1 to 7.
"""

from __future__ import annotations

from math import pi
from typing import NamedTuple


class Joint(NamedTuple):
    """One revolute joint: modified (Craig) DH parameters and limits.

    Args:
        a: Offset along the previous x [m].
        d: Offset along the own z [m].
        alpha: Twist about the previous x [rad].
        lower: Lower limit [rad].
        upper: Upper limit [rad].
        velocity: Largest speed [rad/s].
        effort: Largest torque [N m].
    """

    a: float
    d: float
    alpha: float
    lower: float
    upper: float
    velocity: float
    effort: float


ARM_JOINTS = (
    Joint(0.0, 0.333, 0.0, -2.8973, 2.8973, 2.175, 87.0),
    Joint(0.0, 0.0, -pi / 2, -1.7628, 1.7628, 2.175, 87.0),
    Joint(0.0, 0.316, pi / 2, -2.8973, 2.8973, 2.175, 87.0),
    Joint(0.0825, 0.0, pi / 2, -3.0718, -0.0698, 2.175, 87.0),
    Joint(-0.0825, 0.384, -pi / 2, -2.8973, 2.8973, 2.61, 12.0),
    Joint(0.0, 0.0, pi / 2, -0.0175, 3.7525, 2.61, 12.0),
    Joint(0.088, 0.0, pi / 2, -2.8973, 2.8973, 2.61, 12.0),
)

FLANGE_Z_M = 0.107  # d of the DH table's last row: link 7 to the flange, panda_link8
HAND_YAW_RAD = -pi / 4  # the hand's mounting holes
FINGER_Z_M = 0.0584  # hand to the fingers' rail
TCP_Z_M = 0.1034  # hand to the point between the fingertips
FINGER_STROKE_M = 0.04
FINGER_FORCE_N = 20.0
FINGER_SPEED_M_S = 0.05


class Inertia(NamedTuple):
    """Mass, centre of mass, and the inertia tensor about it, in axes parallel to the link's.

    Args:
        mass: [kg].
        centre: Centre of mass in the link's frame [m].
        tensor: xx, xy, xz, yy, yz, zz [kg m^2].
    """

    mass: float
    centre: tuple[float, float, float]
    tensor: tuple[float, float, float, float, float, float]


# Link 0 never moves: its tensor is a solid box's of its size. Fingers: a 20 x 25 x 55 mm box.
INERTIAS = {
    "panda_link0": Inertia(2.8, (-0.041, 0.0, 0.05), (0.0125, 0.0, 0.0, 0.0164, 0.0, 0.0197)),
    "panda_link1": Inertia(
        4.970684,
        (0.003875, 0.002081, -0.175),
        (0.70337, -0.000139, 0.006772, 0.70661, 0.019169, 0.009117),
    ),
    "panda_link2": Inertia(
        0.646926,
        (-0.003141, -0.02872, 0.003495),
        (0.007962, -0.003925, 0.010254, 0.02811, 0.000704, 0.025995),
    ),
    "panda_link3": Inertia(
        3.228604,
        (0.027518, 0.039252, -0.066502),
        (0.037242, -0.004761, -0.011396, 0.036155, -0.012805, 0.01083),
    ),
    "panda_link4": Inertia(
        3.587895,
        (-0.05317, 0.104419, 0.027454),
        (0.025853, 0.007796, -0.001332, 0.019552, 0.008641, 0.028323),
    ),
    "panda_link5": Inertia(
        1.225946,
        (-0.011953, 0.041065, -0.038437),
        (0.035549, -0.002117, -0.004037, 0.029474, 0.000229, 0.008627),
    ),
    "panda_link6": Inertia(
        1.666555,
        (0.060149, -0.014117, -0.010517),
        (0.001964, 0.000109, -0.001158, 0.004354, 0.000341, 0.005433),
    ),
    "panda_link7": Inertia(
        0.735522,
        (0.010517, -0.004252, 0.061597),
        (0.012516, -0.000428, -0.001196, 0.010027, -0.000741, 0.004815),
    ),
    "panda_hand": Inertia(0.73, (-0.01, 0.0, 0.03), (0.001, 0.0, 0.0, 0.0025, 0.0, 0.0017)),
    "panda_leftfinger": Inertia(
        0.015, (0.0, 0.012, 0.025), (4.6e-6, 0.0, 0.0, 4.3e-6, 0.0, 1.3e-6)
    ),
    "panda_rightfinger": Inertia(
        0.015, (0.0, -0.012, 0.025), (4.6e-6, 0.0, 0.0, 4.3e-6, 0.0, 1.3e-6)
    ),
}
