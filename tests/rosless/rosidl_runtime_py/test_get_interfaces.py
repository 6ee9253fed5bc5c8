from pathlib import Path

import pytest
from rosidl_runtime_py import (
    get_action_interfaces,
    get_interface_packages,
    get_interface_path,
    get_interfaces,
    get_message_interfaces,
    get_service_interfaces,
)


def test_interfaces_of_a_package_are_told_by_kind():
    wanted = ["example_interfaces"]
    assert get_action_interfaces(wanted) == {"example_interfaces": ["action/Fibonacci"]}
    services = get_service_interfaces(wanted)["example_interfaces"]
    assert services == ["srv/AddTwoInts", "srv/SetBool", "srv/Trigger"]
    assert "msg/String" in get_message_interfaces(wanted)["example_interfaces"]
    assert set(services) < set(get_interfaces(wanted)["example_interfaces"])


def test_packages_without_the_kind_are_left_out():
    found = get_service_interfaces()
    assert "std_srvs" in found
    assert "std_msgs" not in found
    assert {"std_srvs", "std_msgs"} <= get_interface_packages().keys()


def test_an_unknown_package_is_refused():
    with pytest.raises(LookupError, match="Unknown package 'nowhere'"):
        get_interfaces(["nowhere"])


@pytest.mark.parametrize("name", ["std_srvs/srv/SetBool", "std_srvs/srv/SetBool.srv"])
def test_the_file_of_a_definition_is_found(name):
    path = Path(get_interface_path(name))
    assert path.read_text(encoding="utf-8").startswith("bool data")
    assert str(path).startswith(get_interface_packages()["std_srvs"])


@pytest.mark.parametrize(
    ("name", "error"),
    [("a", ValueError), ("a//B", ValueError), ("../x/y", ValueError), ("a/msg/B", LookupError)],
)
def test_a_bad_or_unknown_name_is_refused(name, error):
    with pytest.raises(error, match=r"interface|Invalid name"):
        get_interface_path(name)
