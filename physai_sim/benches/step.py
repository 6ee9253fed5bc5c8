"""What an environment's step costs, whether resets leak, and what vectors are worth."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from physai_sim.benches._memory import resident_mb
from physai_sim.benches._vector import equal_row, speedup_row
from physai_sim.benches.base import Row
from physai_sim.core.config import load_world
from physai_sim.core.geometry import Array
from physai_sim.envs.player import Player, make_policy
from physai_sim.envs.robot_task_env import RobotTaskEnv
from physai_sim.envs.session import Session

WORLDS = ("reach", "lane_curve")
OVERHEAD_BAR = 1.25
MEMORY_BAR_MB = 30.0
WARM_UP_RESETS = 10


class Step:
    """`env.step` against bare `stepSimulation`; memory over resets; vectors of environments."""

    def run(self, *, quick: bool) -> list[Row]:
        """See `Bench`."""
        rounds, resets = (3, 20) if quick else (15, 200)
        rows = [_overhead_row(world, rounds) for world in WORLDS]
        vector_rows = [equal_row(10 if quick else 40), speedup_row(rounds, 10 if quick else 40)]
        return [*rows, _memory_row(resets), *vector_rows]


def _overhead_row(world: str, rounds: int) -> Row:
    actions = _expert_actions(world)
    env, bare = RobotTaskEnv(world), RobotTaskEnv(world)
    _overhead(env, bare, actions)  # warms caches up
    ratios = [_overhead(env, bare, actions) for _ in range(rounds)]
    env.close()
    bare.close()
    note = (
        f"median of {rounds} episodes of {len(actions)} steps, "
        f"{min(ratios):.3f} to {max(ratios):.3f}"
    )
    value = statistics.median(ratios)
    return Row(f"step_overhead_{world}", value, "ratio", OVERHEAD_BAR, "<=", note)


def _expert_actions(world: str) -> list[Array]:
    """The expert's actions in the episode of seed 0, so that the robot really does its task."""
    config = load_world(world)
    policy = make_policy(config.expert)
    session = Session(config, cameras=False, privileged=policy.needs_privileged)
    player = Player(policy, session.spec)
    observation, actions = session.reset(0), []
    player.reset(0, spec=session.spec)
    while True:
        actions.append(player.act(observation))
        step = session.step(actions[-1])
        observation = step.observation
        if step.outcome is not None:
            session.close()
            return actions


def _overhead(env: RobotTaskEnv, bare: RobotTaskEnv, actions: list[Array]) -> float:
    """Time of env.step over time of the bare loop, interleaved step by step.

    Two environments go through the very same states; in the second one the action is applied
    untimed, and only the physics steps are timed.
    """
    env.reset(seed=0)
    bare.reset(seed=0)
    rates, world_alone = bare.config.rates, bare.session.world
    substeps = rates.physics_hz // rates.control_hz
    robot = next(iter(bare.session.stage.robots.values()))
    stepping = alone = 0
    for action in actions:
        stepping += _timed(lambda action=action: env.step(action))  # type: ignore[misc]
        robot.apply_action(action)
        # World.step is a loop of the engine's stepSimulation and nothing else.
        alone += _timed(lambda: world_alone.step(substeps))
    return stepping / alone


def _timed(call: Callable[[], object]) -> int:
    begin = time.perf_counter_ns()
    call()
    return time.perf_counter_ns() - begin


def _memory_row(resets: int) -> Row:
    growth = {world: _growth_mb(world, resets) for world in WORLDS}
    note = ", ".join(f"{world} {mb:.1f} MB" for world, mb in growth.items())
    note += f" over {resets} resets, each with a picture of every camera"
    return Row("reset_memory_mb", max(growth.values()), "MB", MEMORY_BAR_MB, "<=", note)


def _growth_mb(world: str, resets: int) -> float:
    env = RobotTaskEnv(world, observations="all")
    for index in range(WARM_UP_RESETS):
        env.reset(seed=index)
    before = resident_mb()
    for index in range(resets):
        env.reset(seed=index)
    growth = resident_mb() - before
    env.close()
    return growth
