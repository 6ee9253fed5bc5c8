import pytest
from rcl_interfaces.msg import ParameterValue

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.ros.inspect import parameters

DOMAIN = 58


@pytest.fixture
def remote(live):
    return parameters.RemoteParameters(live, "lab/robot", timeout_s=30.0)


@pytest.mark.slow
def test_names_and_values_are_told(remote):
    assert {"gain", "arm.length", "serial"} <= set(remote.names())
    assert remote.names(("arm",)) == ["arm.length"]
    values = [parameters.plain_value(value) for value in remote.get(["gain", "joints"])]
    assert values == [1.5, ["a", "b"]]
    with pytest.raises(UnknownNameError, match="no such parameter, got 'gian'; did you mean"):
        remote.get(["gain", "gian"])


@pytest.mark.slow
def test_values_are_set_unless_the_node_refuses(remote, robot):
    assert remote.set("arm.length", "0.75") == ("arm.length", True, "")
    assert robot.get_parameter("arm.length").value == 0.75
    name, done, reason = remote.set("arm.length", "far")
    assert (name, done) == ("arm.length", False)
    assert "STRING" in reason


@pytest.mark.slow
def test_descriptors_are_told(remote):
    [told] = remote.describe(["gain"])
    assert (told.description, told.floating_point_range[0].to_value) == ("of arm", 10.0)
    with pytest.raises(UnknownNameError, match="no such parameter"):
        remote.describe(["nothing"])


@pytest.mark.slow
def test_a_dump_is_nested_and_a_file_is_loaded(remote, robot, tmp_path):
    file = tmp_path / "some.yaml"
    file.write_text("lab/robot:\n  ros__parameters:\n    arm: {length: 2.0}\n")
    assert remote.load(str(file)) == [("arm.length", True, "")]
    assert remote.dump()["/lab/robot"]["ros__parameters"]["arm"] == {"length": 2.0}
    file.write_text("arm: [1\n")
    with pytest.raises(ConfigError, match=r"some.yaml: cannot load parameters"):
        remote.load(str(file))


@pytest.mark.slow
def test_nodes_that_have_parameters_are_listed(live):
    assert parameters.with_parameters(live) == ["/lab/robot"]


def test_types_have_names_and_bytes_are_numbers():
    assert parameters.type_of(1) == "boolean"
    assert parameters.type_of(8) == "double array"
    assert parameters.plain_value(ParameterValue()) is None
    assert parameters.plain_value(ParameterValue(type=5, byte_array_value=[b"\x07"])) == [7]


@pytest.mark.parametrize("names", [["a", "a.b"], ["a.b", "a"]])
def test_a_parameter_may_have_others_below_it(names):
    nested = {}
    for number, name in enumerate(names):
        parameters._put(nested, name.split("."), number)
    assert nested == {name: number for number, name in enumerate(names)}
