"""Each example is used from outside the package, by its path, and its work is in the bag."""

import json
from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.core.config import load_world
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.evaluation.ingest.simulated import load_episode

GENTLE = "examples/extending/gentle.py:Gentle"
ENERGY = "examples/extending/energy.py:Energy"
SMALL = ("view.width_px=64", "view.height_px=48", "rates.control_hz=10")


def settings(*values):
    return [word for value in (*SMALL, *values) for word in ("--set", value)]


@pytest.fixture
def ran(at_root, physai, examples, tmp_path):
    def run(policy, *values):
        done = physai(
            *("run", examples.world, "--policy", policy, "--out", tmp_path / "out"),
            *settings(*values),
        )
        assert done.code == 0, done.err
        return tmp_path / "out"

    return run


def test_a_run_of_the_examples_holds_all_of_them(ran):
    out = ran(GENTLE)
    assert (out / "report.html").is_file()
    scored = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
    assert scored["episodes"][0]["metrics"]["success"]["value"] == 1.0
    bag = out / "episode_000"
    facts = load_episode(bag).facts
    assert facts.robots["cart"]["model"] == "examples/extending/cart.py:Cart"
    assert "line" in facts.goal
    assert set(facts.draw) == set(load_world("examples/extending/worlds/ramp.yaml").randomize)
    with open_bag(bag) as reader:
        (name,) = {name for m in reader.messages(["/tilt"]) for name in m.message.names}
        leans = [m.message.values[0] for m in reader.messages(["/tilt"])]
    assert name == "tilt_rad"
    assert np.median(leans) == pytest.approx(0.15, abs=0.01)  # the slope of the ramp


def test_haste_lets_the_load_fall(at_root, open_session):
    session = open_session("examples/extending/worlds/ramp.yaml", cameras=False)
    session.reset(0)
    outcome = None
    while outcome is None:
        outcome = session.step(session.spec.action_high).outcome
    assert outcome.reason == "toppled"


def test_energy_is_what_the_climb_takes(ran):
    episode = load_episode(ran(GENTLE) / "episode_000")
    metric = registry.find("metrics", ENERGY)()
    result = metric.score(episode)
    rise_m = episode.tools["cart"][-1, 2] - episode.tools["cart"][0, 2]
    assert metric.applies(episode)
    assert result.parts["lift_j_per_kg"] == pytest.approx(9.80665 * rise_m)
    # At a constant speed up a slope nothing but the lift is paid for, and the way into motion.
    assert result.parts["lift_j_per_kg"] <= result.value < result.parts["lift_j_per_kg"] + 0.1


def test_energy_says_why_it_is_unknown(ran):
    episode = load_episode(ran(GENTLE, "time_limit_s=0.2") / "episode_000")
    tools = {"cart": episode.tools["cart"][:1]}
    cut = replace(episode, tools=tools, stamps_ns=episode.stamps_ns[:1])
    result = registry.find("metrics", ENERGY)().score(cut)
    assert (result.value, result.reason) == (
        None,
        "fewer than two positions of the tool were recorded",
    )


def test_a_robot_without_a_tool_is_refused_by_the_task(at_root, refused, examples, tmp_path):
    words = ("run", examples.world, "--out", tmp_path / "out")
    assert "task.robot: this robot has no tool" in refused(
        *words, "--set", "robots.cart={model: sedan}"
    )


def test_a_folder_of_worlds_makes_the_world_known_by_name(at_root, examples, monkeypatch):
    monkeypatch.setenv("PHYSAI_PATH", str(examples.folder))
    assert load_world("ramp").hash() == load_world(examples.world).hash()
