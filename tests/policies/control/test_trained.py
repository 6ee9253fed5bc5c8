"""A network in a file plays as any other policy does, or says in a line why it does not."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.network import Network, NetworkConfig
from physai_sim.envs.player import Player, make_policy, succeeds

# Straight to the target, 1 being 0.03 m a step: what the expert does, as one layer.
WAY = tuple({f"target_position_m.{i}": 10.0, f"tool_position_m.{i}": -10.0} for i in range(3))


@pytest.fixture
def save(tmp_path):
    """`save(features, outputs)`: a policy whose first outputs are its features."""

    def save_(features=WAY, outputs=7):
        config = NetworkConfig(made_by="hand", features=features, activation="tanh", output="clip")
        weight = np.eye(outputs, len(features), dtype=np.float32)
        Network(config, [(weight, np.zeros(outputs, np.float32))]).save(tmp_path / "policy.npz")
        return f"trained:{tmp_path / 'policy.npz'}"

    return save_


def test_a_network_that_points_at_the_target_reaches_it(save, open_session):
    session = open_session("reach", cameras=False, privileged=True)
    assert succeeds(session, Player(make_policy(save()), session.spec), 5)


def test_the_answer_is_scaled_to_the_limits_of_the_robot(save, open_session):
    session = open_session("reach", cameras=False, privileged=True)
    player = Player(make_policy(save()), session.spec)
    observation = session.reset(0)
    player.reset(0)
    truth = observation.privileged
    way = truth["target_position_m"] - truth["tool_position_m"]
    expected = [*(0.03 * np.clip(10.0 * way, -1, 1)), 0.0, 0.0, 0.0, 0.04]
    np.testing.assert_allclose(player.act(observation), expected, atol=1e-6)


def test_without_a_file_it_says_how_to_name_one():
    with pytest.raises(ConfigError, match=r"which network\?.*trained:FILE"):
        make_policy("trained")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.npz: cannot be read"):
        make_policy(f"trained:{tmp_path / 'nowhere.npz'}")


def test_a_network_for_another_robot_is_refused(save, open_session):
    session = open_session("lane_curve", cameras=False, privileged=True)
    with pytest.raises(ConfigError, match=r"\(hand\) commands another robot, got 7; expected 2"):
        Player(make_policy(save()), session.spec).reset(0)


def test_a_network_that_saw_something_else_is_refused(save, open_session):
    session = open_session("lane_curve", cameras=False, privileged=True)
    player = Player(make_policy(save(WAY, 2)), session.spec)
    player.reset(0)
    with pytest.raises(
        ConfigError, match=r"lacks a number.*got 'target_position_m\.0'.*lane_state"
    ):
        player.act(session.reset(0))
