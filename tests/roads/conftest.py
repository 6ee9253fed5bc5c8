"""A crossing of four arms with twelve connecting lanes, and an oval of two lanes each way."""

import itertools
import math

import pytest

from physai_sim.core.strict import parse
from physai_sim.roads.config import RoadsConfig
from physai_sim.roads.network import RoadNetwork

ARMS = ("east", "north", "west", "south")  # counterclockwise
ARM_M = 40.0
MOUTH_M = 8.0
LANE_M = 3.5


def crossing_roads():
    """Two-lane arms, driven on the right; each arm's `_in` leads to the three other `_out`."""
    lanes = {}
    for number, arm in enumerate(ARMS):
        out_rad = number * math.pi / 2
        cos, sin = math.cos(out_rad), math.sin(out_rad)
        # On the right of an outward heading; the other direction lies to its left.
        x_m, y_m = MOUTH_M * cos + LANE_M / 2 * sin, MOUTH_M * sin - LANE_M / 2 * cos
        lanes[f"{arm}_out"] = {
            "width_m": LANE_M,
            "speed_limit_mps": 8.0,
            "start": {"x_m": x_m, "y_m": y_m, "yaw_rad": out_rad},
            "path": [{"straight_m": ARM_M}],
        }
        lanes[f"{arm}_in"] = {"beside": f"{arm}_out", "offset_m": LANE_M, "reverse": True}
    links = [f"{a}_to_{b}" for a, b in itertools.permutations(ARMS, 2)]
    for link in links:
        start, goal = link.split("_to_")
        lanes[link] = {"after": f"{start}_in", "joins": [f"{goal}_out"]}
    return {"lanes": lanes, "junctions": {"crossing": {"lanes": links}}, "kerb": {}}


def oval_roads():
    """Straights of 40 m and half circles; two lanes counterclockwise, two clockwise inside."""
    half_circle = {"arc_radius_m": 15.0, "arc_angle_rad": math.pi}
    ring = {
        "width_m": LANE_M,
        "speed_limit_mps": 10.0,
        "start": {"x_m": -20.0, "y_m": -15.0, "yaw_rad": 0.0},
        "path": [{"straight_m": 40.0}, half_circle, {"straight_m": 40.0}, half_circle],
        "joins": ["fast"],
    }
    slow = {"beside": "fast", "offset_m": -LANE_M, "joins": ["slow"]}
    against = {"beside": "fast", "offset_m": LANE_M, "reverse": True, "joins": ["against"]}
    last = {"beside": "against", "offset_m": -LANE_M, "joins": ["last"]}
    lanes = {"fast": ring, "slow": slow, "against": against, "last": last}
    return {"lanes": lanes, "kerb": {"offset_m": 0.3}}


def network_of(roads):
    return RoadNetwork.from_config(parse(RoadsConfig, roads, where="test.yaml: roads"))


@pytest.fixture(scope="session")
def crossing():
    return network_of(crossing_roads())


@pytest.fixture(scope="session")
def oval():
    return network_of(oval_roads())


@pytest.fixture(name="network_of", scope="session")
def network_of_fixture():
    return network_of
