"""Traffic decides once a control step, from the world alone."""

import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.traffic.base import RoadUser


def test_each_user_decides_once_in_each_control_step(open_session):
    session = open_session("parking", cameras=False)
    session.reset(0)
    seen = []
    users = session._parts.traffic
    for name, user in users.items():
        assert isinstance(user, RoadUser)
        user.act = lambda world, name=name: seen.append((name, world.step_index))
    for _ in range(2):
        session.step([0.0, 0.0])
    assert seen == [(name, step) for step in (0, 24) for name in users]


@pytest.mark.parametrize(
    ("setting", "kind", "words"),
    [
        ("traffic.parked_1.model=parkd_car", UnknownNameError, "did you mean 'parked_car'"),
        ("traffic.parked_1.paint=[]", ConfigError, "paint_rgba"),
        ("traffic.ego={model: parked_car, pose: {}}", ConfigError, "share a name"),
        ("traffic.market={model: parked_car, pose: {}}", ConfigError, "share a name"),
    ],
)
def test_a_wrong_user_is_refused(setting, kind, words):
    with pytest.raises(kind, match=words):
        load_world("parking", (setting,))
