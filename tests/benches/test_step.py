import numpy as np

from physai_sim.benches import step
from physai_sim.benches.base import Row
from physai_sim.benches.step import Step
from physai_sim.envs.robot_task_env import RobotTaskEnv


def test_the_rows_are_those_of_the_issue(monkeypatch):
    monkeypatch.setattr(step, "_expert_actions", lambda world: [None] * 7)
    # The first of each world warms up and does not count.
    ratios = iter([9.0, 1.3, 1.1, 1.2, 9.0, 1.0, 2.0, 1.5])
    monkeypatch.setattr(step, "_overhead", lambda *_, **__: next(ratios))
    monkeypatch.setattr(step, "_growth_mb", lambda world, resets: {"reach": 3.0}.get(world, 31.0))
    monkeypatch.setattr(step, "equal_row", lambda steps: Row("equal", 1.0, "share", 1.0, "=="))
    monkeypatch.setattr(step, "speedup_row", lambda *_: Row("speedup", None, "ratio", 1.6, ">="))
    rows = Step().run(quick=True)
    assert [(row.name, row.value, row.unit, row.bar, row.ok) for row in rows] == [
        ("step_overhead_reach", 1.2, "ratio", 1.25, True),
        ("step_overhead_lane_curve", 1.5, "ratio", 1.25, False),
        ("reset_memory_mb", 31.0, "MB", 30.0, False),
        ("equal", 1.0, "share", 1.0, True),
        ("speedup", None, "ratio", 1.6, None),
    ]
    assert "median of 3 episodes of 7 steps, 1.100 to 1.300" in rows[0].note
    assert "over 20 resets" in rows[2].note


def test_the_overhead_is_a_ratio_of_the_same_physics():
    env, bare = RobotTaskEnv("lane_curve"), RobotTaskEnv("lane_curve")
    assert 0.9 < step._overhead(env, bare, [np.zeros(2)] * 8) < 10.0
    assert env.session.world.state_hash() == bare.session.world.state_hash()
    env.close()
    bare.close()


def test_the_actions_measured_are_those_of_the_expert_until_it_is_done():
    actions = step._expert_actions("reach")
    assert 5 < len(actions) < 120
    assert all(action.shape == (7,) for action in actions)
    assert any(action.any() for action in actions)
