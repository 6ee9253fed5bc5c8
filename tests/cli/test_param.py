import json

import pytest
import yaml

pytestmark = pytest.mark.slow

DOMAIN = 46


def test_the_parameters_of_all_nodes_are_listed(ask):
    done = ask("param", "list")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("/lab/robot:\n  arm.length\n  gain\n  joints\n")


def test_the_parameters_of_a_node_are_listed(ask):
    assert "gain\n" in ask("param", "list", "lab/robot").out
    assert ask("param", "list", "/lab/robot", "--prefix", "arm").out == "arm.length\n"
    assert "serial" in json.loads(ask("param", "list", "--json").out)["/lab/robot"]


def test_a_value_is_printed_with_its_type(ask):
    assert ask("param", "get", "/lab/robot", "serial").out == "Integer value is: 7\n"
    assert ask("param", "get", "/lab/robot", "joints").out == "String values are: ['a', 'b']\n"
    assert ask("param", "get", "/lab/robot", "use_sim_time").out == "Boolean value is: False\n"
    assert ask("param", "get", "/lab/robot", "serial", "--hide-type").out == "7\n"
    assert json.loads(ask("param", "get", "/lab/robot", "arm.length", "--json").out) == {
        "node": "/lab/robot",
        "name": "arm.length",
        "type": "double",
        "value": 0.5,
    }


def test_a_value_can_be_set(ask):
    assert ask("param", "set", "/lab/robot", "arm.length", "-0.25").out == (
        "Set parameter successful\n"
    )
    assert ask("param", "get", "/lab/robot", "arm.length").out == "Double value is: -0.25\n"


def test_a_value_that_is_refused_gives_the_reason_and_code_1(ask):
    done = ask("param", "set", "/lab/robot", "gain", "11.0")
    assert done.code == 1
    assert done.out.startswith("Setting parameter failed: ")
    done = ask("param", "set", "/lab/robot", "serial", "8", "--json")
    assert done.code == 1
    [outcome] = json.loads(done.out)
    assert (outcome["name"], outcome["successful"]) == ("serial", False)
    assert ask("param", "get", "/lab/robot", "serial", "--hide-type").out == "7\n"


def test_a_parameter_is_described(ask):
    done = ask("param", "describe", "/lab/robot", "gain", "serial")
    assert done.out == (
        "Parameter name: gain\n  Type: double\n  Description: of arm\n  Constraints:\n"
        "    Min value: 0.0\n    Max value: 10.0\n"
        "Parameter name: serial\n  Type: integer\n  Constraints:\n    Read only: true\n"
    )


def test_what_is_dumped_can_be_loaded(ask, tmp_path):
    ask("param", "set", "/lab/robot", "gain", "2.5")
    done = ask("param", "dump", "/lab/robot")
    found = yaml.safe_load(done.out)["/lab/robot"]["ros__parameters"]
    assert (found["gain"], found["joints"], found["serial"]) == (2.5, ["a", "b"], 7)
    assert set(found["arm"]) == {"length"}
    file = tmp_path / "robot.yaml"
    file.write_text("/lab/robot:\n  ros__parameters:\n    gain: 3.5\n    arm: {length: 1.0}\n")
    done = ask("param", "load", "/lab/robot", file)
    assert done.code == 0
    assert sorted(done.out.splitlines()) == [
        "Set parameter arm.length successful",
        "Set parameter gain successful",
    ]
    assert ask("param", "get", "/lab/robot", "gain", "--hide-type").out == "3.5\n"


def test_a_file_may_speak_of_all_nodes_and_a_refusal_gives_code_1(ask, tmp_path):
    file = tmp_path / "all.yaml"
    file.write_text("/**:\n  ros__parameters:\n    gain: 4.5\n    serial: 9\n")
    done = ask("param", "load", "/lab/robot", file)
    assert done.code == 1
    assert "Set parameter gain successful\n" in done.out
    assert "Setting parameter serial failed: " in done.out


def test_what_is_not_there_is_said_in_a_line(told_off, tmp_path):
    text = told_off("param", "get", "/lab/robot", "gian")
    assert "/lab/robot: no such parameter, got 'gian'; did you mean 'gain'? (known: arm" in text
    assert "no such parameter, got 'x'" in told_off("param", "describe", "/lab/robot", "gain", "x")
    assert "no such node, got '/robot'" in told_off("param", "list", "robot")
    missing, other = tmp_path / "missing.yaml", tmp_path / "other.yaml"
    assert "no such file" in told_off("param", "load", "/lab/robot", missing)
    other.write_text("/arm:\n  ros__parameters: {gain: 1.0}\n")
    assert "cannot load parameters" in told_off("param", "load", "/lab/robot", other)
