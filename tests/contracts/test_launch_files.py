"""Every launch file we ship: planned with its defaults, its arguments told, its nodes agreed."""

import dataclasses
import re
from pathlib import Path

import pytest
import yaml

from physai_sim.core import paths
from physai_sim.launching.evaluation import declared_arguments, make_plan
from physai_sim.launching.plan import ParameterText

FILES = {name: path for name, path in paths.available("launch").items() if name != "mine"}
REQUIRED = {"replay": {"bag": "/some/bag"}}
USUAL = {
    *("world", "policy", "use_sim_time", "headless", "namespace", "log_level", "record"),
    *("params_file", "rviz", "respawn", "overwrite"),
}


@pytest.fixture(autouse=True)
def without_ros(monkeypatch):
    monkeypatch.delenv("AMENT_PREFIX_PATH", raising=False)


@pytest.fixture
def nodes(monkeypatch):
    """`nodes("driving", seed="3")`: name of each node -> its words, and its parameters."""
    from physai_sim.launching import processes

    # The programs are checked elsewhere; here RViz and nodes need not be installed.
    monkeypatch.setattr(processes, "find_program", lambda package, name, where: (name,))

    def plan(name, **arguments):
        made = make_plan(FILES[name], {**REQUIRED.get(name, {}), **arguments})
        return {
            _option(p.command, "__node:="): (p, _parameters(p.command)) for p in made.processes
        }

    return plan


def _option(words, start):
    return next(w.removeprefix(start) for w in words if isinstance(w, str) and w.startswith(start))


def _parameters(words):
    found = {}
    for word in words:
        if isinstance(word, ParameterText):
            [(_, body)] = yaml.safe_load(word.text).items()
            found |= body["ros__parameters"]
    return found


def test_the_launch_files_that_people_are_told_of_are_there():
    assert {"driving", "manipulation", "replay"} <= FILES.keys()


@pytest.mark.parametrize("name", FILES)
def test_every_argument_is_described(name):
    arguments = declared_arguments(FILES[name])
    assert {argument.name for argument in arguments} >= USUAL
    assert [argument.name for argument in arguments if not argument.description] == []
    without_default = {argument.name for argument in arguments if argument.default is None}
    assert without_default == REQUIRED.get(name, {}).keys()


@pytest.mark.parametrize("name", FILES)
def test_a_plan_is_made_with_the_defaults(nodes, name):
    found = nodes(name)
    assert [process.ends_launch for process, _ in found.values()] == [True, False]
    assert "rviz" not in found
    assert "recorder" not in found


@pytest.mark.parametrize("name", FILES)
def test_every_node_reads_the_parameter_file_and_keeps_clock_and_frames_to_its_namespace(
    nodes, name
):
    for process, _ in nodes(name, record="/r", rviz="true", namespace="a").values():
        words = process.command
        assert _option(words, "__ns:=") == "/a"
        assert {"/clock:=clock", "/tf:=tf", "/tf_static:=tf_static"} <= set(words)
        if process.name.startswith("rviz2"):
            layout = Path(words[words.index("-d") + 1])
            assert layout.is_file()
        else:
            file = Path(words[words.index("--params-file") + 1])
            assert yaml.safe_load(file.read_text())["/**"]["ros__parameters"]
            assert words[words.index("--log-level") + 1] == "info"


@pytest.mark.parametrize("name", ["driving", "manipulation"])
def test_the_arguments_reach_the_nodes_with_the_types_they_declare(nodes, name):
    found = nodes(
        name,
        world="my_world",
        policy="x.py:C",
        seed="7",
        episodes="3",
        real_time_factor="0",
        lockstep="true",
        headless="false",
        use_sim_time="false",
        out="/o",
        record="/r",
        respawn="true",
        set="['rates.control_hz=10', 'time_limit_s=1.0']",
        require_success="1",
    )
    assert found["sim"][1] == {
        "use_sim_time": False,
        "world": "my_world",
        "set": ["rates.control_hz=10", "time_limit_s=1.0"],
        "seed": 7,
        "episodes": 3,
        "end": True,
        "real_time_factor": 0.0,
        "lockstep": ["policy"],
        "wait_for": ["policy", "recorder"],
        "headless": False,
        "out": "/o",
        "overwrite": False,
        "require_success": 1.0,
    }
    assert isinstance(found["sim"][1]["real_time_factor"], float)
    process, parameters = found["policy"]
    assert process.respawn
    assert parameters == {
        "use_sim_time": False,
        "world": "my_world",
        "policy": "x.py:C",
        "lockstep": True,
    }


def test_no_episodes_go_on_without_end(nodes):
    assert nodes("driving", episodes="0")["sim"][1]["end"] is False
    parameters = nodes("driving")["sim"][1]
    assert (parameters["lockstep"], parameters["wait_for"]) == ([""], ["policy", ""])
    assert parameters["set"] == [""]


@pytest.mark.parametrize("name", FILES)
def test_a_recorder_runs_where_it_is_told_where_to(nodes, name):
    assert "recorder" not in nodes(name)
    assert nodes(name, record="/r")["recorder"][1]["out"] == "/r"


def test_a_replay_plays_the_topics_it_is_given(nodes):
    assert nodes("replay")["replay"][1]["topics"] == [""]
    given = nodes("replay", topics="['/odom', '/tf']", rate="0")["replay"][1]
    assert (given["topics"], given["rate"]) == (["/odom", "/tf"], 0.0)


@pytest.mark.parametrize("name", ["driving", "manipulation"])
def test_the_simulation_declares_every_parameter_that_it_is_given(nodes, name):
    from physai_sim.ros.sim_parameters import SimParameters

    given = nodes(name)["sim"][1].keys() - {"use_sim_time"}
    assert given <= {field.name for field in dataclasses.fields(SimParameters)}


@pytest.mark.parametrize("name", FILES)
def test_every_program_of_ours_is_one_that_setup_installs(name):
    text = FILES[name].read_text(encoding="utf-8")
    setup = Path(__file__).parents[2] / "setup.py"
    installed = re.search(r"NODES = \(([^)]*)\)", setup.read_text(encoding="utf-8"))
    for program in re.findall(r"pkg: physai_sim\n\s+exec: (\w+)", text):
        assert f'"{program}"' in installed.group(1)
