"""The random policy keeps the limits and its seed."""

import numpy as np

from physai_sim.envs.player import Player, make_policy


def _actions(session, seed, count=50):
    player = Player(make_policy("random"), session.spec)
    player.reset(seed)
    observation = session.reset(0)
    actions = []
    for _ in range(count):
        # The queue asks again where a chunk has been played, so each stamp brings one draw.
        actions.append(player.act(observation))
        observation = session.step(actions[-1]).observation
    return np.array(actions)


def test_actions_lie_within_the_limits_and_spread_over_them(open_session):
    session = open_session("reach", cameras=False)
    low, high = session.spec.action_low, session.spec.action_high
    actions = _actions(session, 0)
    assert (actions >= low).all()
    assert (actions <= high).all()
    assert (np.ptp(actions, axis=0) > 0.8 * (high - low)).all()


def test_equal_seeds_draw_equal_actions_and_others_do_not(open_session):
    session = open_session("reach", cameras=False)
    first = _actions(session, 1, 5)
    np.testing.assert_array_equal(_actions(session, 1, 5), first)
    assert not np.array_equal(_actions(session, 2, 5), first)
