"""Whether a replayed policy decides to the bit what it did live: real launches in lock-step."""

from __future__ import annotations

from pathlib import Path

from physai_sim.benches._launch import launched
from physai_sim.benches.base import Row
from physai_sim.core.config import load_world
from physai_sim.evaluation.replay.replay import replay
from physai_sim.evaluation.replay.request import ReplayRequest

DOMAIN, SEED = 176, 3
EPISODE_S = 300.0
# Steers by what it sees, so that a pixel that differs changes what it decides.
SEER = '''
import numpy as np

from physai_sim.core.types import ActionChunk


class Seer:
    """Follows the brightness of the picture's halves."""

    needs_privileged = False

    def reset(self, *, spec, seed):
        self.spec = spec

    def infer(self, observation):
        picture = observation.sensors["front_camera"].astype(np.float64)
        left, right = np.array_split(picture, 2, axis=1)
        turn = float(left.mean() - right.mean()) / 1e4
        speed = float(observation.sensors["odometry"][7])
        corner = picture[0, 0, 0] / 1e6
        actions = np.array([[0.5 * (5.0 - speed), turn], [0.0, turn / 2], [0.0, corner]])
        return ActionChunk(observation.stamp_ns, self.spec.control_hz, actions)
'''


def live_difference(folder: Path) -> Row:
    """The greatest difference between chunks of live lock-step runs and of their replay."""
    seer = folder / "seer.py"
    seer.write_text(SEER, encoding="utf-8")
    greatest, count, unmatched = 0.0, 0, 0
    for scenario, world, policy in (
        ("driving", "lane_curve", f"{seer}:Seer"),
        ("driving", "lane_curve", load_world("lane_curve").expert),
        ("manipulation", "reach", load_world("reach").expert),
    ):
        out = folder / f"live_{world}_{policy.rpartition(':')[2]}"
        bag = _recorded(out, scenario, f"world:={world}", f"policy:={policy}")
        metrics = replay(ReplayRequest(bags=(bag,), policy=policy), progress=_nothing)
        for episode in metrics["episodes"]:
            found = episode["replay"]["recorded_chunks"]
            greatest = max(greatest, found["greatest"] or 0.0)
            count, unmatched = count + found["matched"], unmatched + found["unmatched"]
    note = (
        f"{count} chunks of lane_curve by camera and by expert and of reach, {unmatched} unmatched"
    )
    value = greatest if count and not unmatched else None
    return Row("replay_equals_live", value, "units of the action", 0.0, "==", note)


def _recorded(out: Path, scenario: str, *chosen: str) -> Path:
    """The bag of everything that was said in one episode in lock-step."""
    bag = out.with_name(f"{out.name}_topics")
    arguments = ["lockstep:=true", "real_time_factor:=0.0", f"seed:={SEED}", *chosen]
    arguments += [f"out:={out}", f"record:={bag}"]
    with launched(scenario, *arguments, domain=DOMAIN) as process:
        process.wait(timeout=EPISODE_S)
    return bag


def _nothing(number: int, doing: str, share: float) -> None:
    del number, doing, share
