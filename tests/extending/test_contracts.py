"""The examples keep what the contract tests want of every member of a family."""

import importlib.util
import inspect
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from physai_sim.core import registry

CONTRACTS = Path(__file__).parents[1] / "contracts"
CART = "examples/extending/cart.py:Cart"
TILT = "examples/extending/tilt.py:Tilt"
STANDSTILL = "examples/extending/standstill.py:Standstill"
TASK = "examples/extending/stop_at_line.py:StopAtLine"
RAMP = "examples/extending/worlds/ramp.yaml"


def checks(family, *arguments):
    """The tests of a family that take these arguments, and perhaps `drive_randomly`."""
    path = CONTRACTS / f"test_{family}.py"
    spec = importlib.util.spec_from_file_location(f"contracts_{family}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = {name: test for name, test in vars(module).items() if name.startswith("test_")}
    wanted = (list(arguments), [*arguments, "drive_randomly"])
    tests = [t for t in found.values() if list(inspect.signature(t).parameters) in wanted]
    assert tests, f"{path.name} has no such test any more"
    return pytest.mark.parametrize("check", tests, ids=[test.__name__ for test in tests])


@pytest.fixture
def session(at_root, open_session):
    # At full speed, as the checks drive, the load falls, which would end the episode.
    setting = "task.max_tilt_rad=3.1"
    opened = open_session(RAMP, setting, cameras=False, privileged=True)
    opened.reset(0)
    return opened


@checks("robots", "model", "robot_of")
def test_the_cart_keeps_what_every_robot_must(check, session):
    check(CART, lambda _: (session.world, session.stage.robots["cart"]))


@checks("sensors", "model", "sensor_of")
def test_the_tilt_keeps_what_every_sensor_must(check, session):
    check(TILT, lambda _: (session, session._parts.sensors["tilt"]))


@checks("tasks", "world", "session_in")
def test_the_task_keeps_what_every_task_must(check, session, drive_randomly):
    more = [drive_randomly] if "drive_randomly" in inspect.signature(check).parameters else []
    check(RAMP, lambda _: session, *more)


def test_the_docstring_of_the_task_says_all_parts(at_root):
    text = registry.find("tasks", TASK).__doc__
    parts = ("Start:", "Observation:", "Action:", "Reward:", "End:")
    assert [part for part in parts if part not in text] == []


@pytest.fixture
def outside(monkeypatch, at_root):
    """The examples as a package that is installed adds them, by entry points."""
    files = {"measures": "flicker", "faults": "strobe", "critics": "lively"}
    monkeypatch.syspath_prepend(str(Path(RAMP).parents[1]))

    def points(family):
        name = files.get(family)
        if name is None:
            return ()
        value = f"{name}:{registry.class_name(name)}"
        return (EntryPoint(name, value, f"physai.{family}"),)

    monkeypatch.setattr(registry, "outside_points", points)


@checks("measures", "name")
def test_the_flicker_keeps_what_every_measure_must(check, outside):
    check("flicker")


@pytest.mark.slow
@checks("measures", "name", "world")
def test_the_flicker_holds_in_every_world(check, outside):
    check("flicker", "pick_place")


@checks("faults", "name")
def test_the_strobe_keeps_what_every_fault_must(check, outside):
    check("strobe")


@checks("critics", "name")
def test_the_lively_one_keeps_what_every_critic_must(check, outside):
    check("lively")


@checks("generators", "pair")
def test_the_standstill_keeps_what_every_generator_must(check, at_root):
    kind = registry.find("generators", STANDSTILL)
    asked = check.__globals__["ASKED"]
    check((kind().generate(asked), kind().generate(asked)))


@pytest.mark.slow
@checks("worlds", "name", "open_session")
def test_the_ramp_keeps_what_every_world_must(check, at_root, open_session):
    check(RAMP, open_session)


@pytest.mark.parametrize("seed", [0, 1, 2])
@checks("policies", "world", "seed", "open_session")
def test_the_gentle_one_keeps_what_every_expert_must(check, seed, at_root, open_session):
    check(RAMP, seed, open_session)
