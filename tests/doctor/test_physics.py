import numpy as np

from physai_sim.doctor.base import examined


def test_the_same_episode_twice_is_equal_to_the_bit():
    assert examined("physics").finding.mark == "ok"


def test_a_world_that_is_drawn_by_chance_is_caught(monkeypatch):
    monkeypatch.setattr("physai_sim.envs.assembly.stream", lambda *_: np.random.default_rng())
    line = examined("physics")
    assert line.failed
    assert line.finding.found.startswith("lane_curve twice: ")
