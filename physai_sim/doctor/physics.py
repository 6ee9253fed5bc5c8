"""Does the same episode come out the same, to the bit?"""

from __future__ import annotations

from physai_sim.doctor._recordings import WORLDS, short_world
from physai_sim.doctor.base import REINSTALL, Finding
from physai_sim.envs.player import Player, make_policy
from physai_sim.envs.session import Session


class Physics:
    """Episodes that are played twice end in the same state, to the bit."""

    remedy = REINSTALL

    def run(self) -> Finding:
        """See `Check`."""
        for world in WORLDS:
            first, second = _final_state(world), _final_state(world)
            if first != second:
                return Finding("FAIL", f"{world} twice: {first[:12]} and {second[:12]}")
        return Finding("ok", f"{' and '.join(WORLDS)} twice: equal to the bit")


def _final_state(world: str) -> str:
    """Hash of the engine's state after a short episode in a world of its own."""
    config = short_world(world)
    policy = make_policy(config.expert)
    session = Session(config, cameras=False, privileged=policy.needs_privileged)
    player = Player(policy, session.spec)
    try:
        observation, outcome = session.reset(0), None
        player.reset(0)
        while outcome is None:
            step = session.step(player.act(observation))
            observation, outcome = step.observation, step.outcome
        return session.world.state_hash()
    finally:
        session.close()
