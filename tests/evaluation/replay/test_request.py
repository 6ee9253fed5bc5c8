from pathlib import Path

from physai_sim.evaluation.replay.perturbations import perturbation
from physai_sim.evaluation.replay.request import ReplayRequest


def test_what_was_asked_for_is_plain_data():
    what = (perturbation("drop=front_camera"),)
    request = ReplayRequest((Path("bag"),), "mine.py:Mine", perturbations=what)
    assert request.facts() == {
        "policy": "mine.py:Mine",
        "horizon_s": 6.4,
        "hold": False,
        "perturbations": ["drop=front_camera"],
    }
