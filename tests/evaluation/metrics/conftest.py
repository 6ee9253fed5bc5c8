import dataclasses

import numpy as np
import pytest

from physai_sim.core.truth import BodyInfo, Contact, Outcome
from physai_sim.core.types import ActionChunk
from physai_sim.evaluation.episode import Plan

SECOND_NS = 1_000_000_000
STRAIGHT_100_M = np.array([[0.0, 0.0, 0.0], [100.0, 0.0, 0.0]])
BODIES = {
    "ground": BodyInfo("ground", (1, 1, 0)),
    "road_1": BodyInfo("road", (1, 1, 0)),
    "kerb_1": BodyInfo("kerb", (1, 1, 1)),
    "kerb_2": BodyInfo("kerb", (1, 1, 1)),
    "house_1": BodyInfo("building", (1, 1, 1)),
}


@pytest.fixture
def trip(drive):
    """Makes a car that is at hand-written points, 0.1 s apart, beside a straight route."""

    def make(points, *, speed=5.0, yaw_rate=0.0, route=STRAIGHT_100_M, width=3.5, **changes):
        rows = len(points)
        odometry = np.zeros((rows, 13))
        odometry[:, :2] = np.reshape(points, (rows, 2))
        odometry[:, 6], odometry[:, 7], odometry[:, 12] = 1.0, speed, yaw_rate
        episode = drive(rows, odometry={"ego": odometry}, route=route, contacts=())
        facts = dataclasses.replace(episode.facts, bodies=BODIES, lane_width_m=width)
        return dataclasses.replace(episode, facts=facts, **changes)

    return make


@pytest.fixture
def touch():
    """Makes a contact of the car at a time."""

    def make(at_s, body, *, link="front_left_wheel", force_n=100.0):
        place, up = (1.0, 2.0, 0.1), (0.0, 0.0, 1.0)
        contact = Contact("ego", link, body, "base", place, up, 0.0, force_n)
        return round(at_s * SECOND_NS), contact

    return make


@pytest.fixture
def interrupted():
    return Outcome("interrupted", False, True, False, 3)


@pytest.fixture
def plan():
    """`plan(0.5, [accelerations])`: a plan of steps at 10 Hz; further lists are candidates."""

    def make(at_s, *candidates, hz=10, decided=None):
        at_ns = round(at_s * SECOND_NS)
        chunks = []
        for rows in candidates:
            actions = np.array(rows, dtype=float)
            if actions.ndim == 1:
                actions = np.column_stack([actions, np.zeros(len(actions))])
            chunks.append(ActionChunk(at_ns, hz, actions))
        return Plan(at_ns, tuple(chunks), decided)

    return make


@pytest.fixture
def cruise(trip):
    """A car that drove straight at 10 m/s for some seconds, with plans."""

    def make(*plans, seconds=10.0, **changes):
        times = np.arange(round(seconds * 10) + 1) / 10
        points = np.column_stack([10.0 * times, np.zeros(len(times))])
        return trip(points, speed=10.0, plans=plans, **changes)

    return make
