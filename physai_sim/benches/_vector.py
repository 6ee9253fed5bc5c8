"""Vectors of environments: equal to single ones, and faster where cameras are read."""

from __future__ import annotations

import statistics
import time
from functools import partial
from typing import Any, cast

import numpy as np
from gymnasium import spaces
from gymnasium.vector import SyncVectorEnv, VectorEnv

from physai_sim.benches.base import Row
from physai_sim.core import paths
from physai_sim.core.config import load_world
from physai_sim.core.geometry import Array
from physai_sim.envs.robot_task_env import ObservationMode, RobotTaskEnv
from physai_sim.envs.vector_pool import cores
from physai_sim.envs.worker_vector_env import WorkerVectorEnv

CAMERA_WORLDS = ("lane_curve", "pick_place")
COUNT, WORKERS = 3, 2
# Short episodes: their ends and what comes after them are compared too.
LIMIT = ("time_limit_s=0.6",)
IMAGE_WORLD = "lane_curve"
SPEEDUP_BAR = 1.6  # 0.8 of each of two cores
PER_WORKER = 4

# Observation by name, reward, terminated, truncated.
Returned = tuple[dict[str, Any], float, bool, bool]


def equal_row(steps: int) -> Row:
    """Share of steps in which an environment of a vector equals a single one, to the bit."""
    worlds = tuple(paths.available("worlds"))
    modes: list[tuple[str, ObservationMode]] = [(world, "state") for world in worlds]
    modes += [(world, "all") for world in CAMERA_WORLDS]
    results = [is_equal for world, mode in modes for is_equal in _compare(world, mode, steps)]
    note = (
        f"{len(results)} steps: {COUNT} environments, in this process and in {WORKERS} workers, "
        f"{len(worlds)} worlds, with cameras in {' and '.join(CAMERA_WORLDS)}"
    )
    return Row("vector_equal", sum(results) / len(results), "share", 1.0, "==", note)


def speedup_row(rounds: int, steps: int) -> Row:
    """Steps per second of two workers over those of one environment, all with a camera."""
    name = "vector_image_speedup"
    if cores() < WORKERS:
        return Row(name, None, "ratio", SPEEDUP_BAR, ">=", f"needs {WORKERS} cores, has {cores()}")
    make = partial(RobotTaskEnv, IMAGE_WORLD, observations="sensors")
    alone = SyncVectorEnv([make])
    workers = WorkerVectorEnv([make] * (PER_WORKER * WORKERS), num_workers=WORKERS)
    ratios = [_rate(workers, steps) / _rate(alone, steps) for _ in range(rounds)]
    alone.close()
    workers.close()
    note = (
        f"{IMAGE_WORLD} with its camera: {WORKERS} workers with {PER_WORKER} environments each "
        f"over one environment, median of {rounds} rounds of {steps} steps, "
        f"{min(ratios):.2f} to {max(ratios):.2f}"
    )
    return Row(name, statistics.median(ratios), "ratio", SPEEDUP_BAR, ">=", note)


def _compare(world: str, mode: ObservationMode, steps: int) -> list[bool]:
    """Whether each step of each environment in vectors is that of a single one."""
    make = partial(RobotTaskEnv, load_world(world, LIMIT), observations=mode)
    vectors = SyncVectorEnv([make] * COUNT), WorkerVectorEnv([make] * COUNT, num_workers=WORKERS)
    space = cast("spaces.Box", vectors[0].action_space)
    actions = np.random.default_rng(0).uniform(space.low, space.high, (steps, *space.shape))
    expected = [_play(make(), seed, actions[:, seed]) for seed in range(COUNT)]
    found = [trail for vector in vectors for trail in _play_vector(vector, actions)]
    trails = zip(found, expected * len(vectors), strict=True)
    return [_same(a, b) for one, other in trails for a, b in zip(one, other, strict=True)]


def _play(env: RobotTaskEnv, seed: int, actions: Array) -> list[Returned]:
    """One environment, whose episodes follow each other as in a vector."""
    returned: list[Returned] = [(env.reset(seed=seed)[0], 0.0, False, False)]
    for action in actions:
        ended = returned[-1][2] or returned[-1][3]
        returned.append((env.reset()[0], 0.0, False, False) if ended else env.step(action)[:4])
    env.close()
    return returned


def _play_vector(vector: VectorEnv[Any, Any, Any], actions: Array) -> list[list[Returned]]:
    nothing = np.zeros(COUNT)
    rows = [(vector.reset(seed=0)[0], nothing, nothing, nothing)]
    rows += [vector.step(batch)[:4] for batch in actions]
    vector.close()
    return [
        [
            ({key: value[k] for key, value in seen.items()}, r[k], e[k], t[k])
            for seen, r, e, t in rows
        ]
        for k in range(COUNT)
    ]


def _same(one: Returned, other: Returned) -> bool:
    return (
        one[1:] == other[1:]
        and one[0].keys() == other[0].keys()
        and all(one[0][key].tobytes() == value.tobytes() for key, value in other[0].items())
    )


def _rate(vector: VectorEnv[Any, Any, Any], steps: int) -> float:
    """Steps of environments per second; nothing is commanded, so that no episode ends."""
    vector.reset(seed=0)
    still = np.zeros(vector.action_space.shape or ())
    begin = time.perf_counter()
    for _ in range(steps):
        vector.step(still)
    return steps * vector.num_envs / (time.perf_counter() - begin)
