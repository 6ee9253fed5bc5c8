"""The configuration of a domain follows ROS' environment variables."""

import xml.etree.ElementTree as ET

import pytest

from physai_sim.rosless.dds import configuration

NAMES = (
    "ROS_DOMAIN_ID",
    "ROS_LOCALHOST_ONLY",
    "ROS_AUTOMATIC_DISCOVERY_RANGE",
    "ROS_STATIC_PEERS",
    "CYCLONEDDS_URI",
)


@pytest.fixture
def environment(monkeypatch):
    """`environment(ROS_DOMAIN_ID="3")`: these variables and no others of ROS."""

    def set_to(**values):
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    set_to()
    return set_to


def _peers():
    tree = ET.fromstring(configuration.domain_xml())
    return [peer.get("address") for peer in tree.iter("Peer")]


def test_the_domain_is_that_given_then_that_of_the_environment_then_0(environment):
    assert configuration.domain_id() == 0
    environment(ROS_DOMAIN_ID=" 17 ")
    assert configuration.domain_id() == 17
    assert configuration.domain_id(4) == 4


@pytest.mark.parametrize("text", ["x", "-1", "233", "1.5"])
def test_a_domain_that_does_not_exist_is_refused(environment, text):
    environment(ROS_DOMAIN_ID=text)
    with pytest.raises(configuration.ConfigurationError, match="expected 0 to 232"):
        configuration.domain_id()


@pytest.mark.parametrize("number", [-1, 233])
def test_a_given_domain_that_does_not_exist_is_refused(number):
    with pytest.raises(configuration.ConfigurationError, match=f"got {number}; expected"):
        configuration.domain_id(number)


def test_discovery_stays_on_the_loopback_unless_told_otherwise(environment):
    assert configuration.discovery_range() == "LOCALHOST"
    text = configuration.domain_xml()
    assert '<NetworkInterface name="lo" multicast="false"/>' in text
    assert _peers() == ["localhost"]
    environment(ROS_AUTOMATIC_DISCOVERY_RANGE="subnet")
    assert "NetworkInterface" not in configuration.domain_xml()
    assert _peers() == []


def test_the_older_variable_for_the_loopback_wins(environment):
    environment(ROS_LOCALHOST_ONLY="1", ROS_AUTOMATIC_DISCOVERY_RANGE="SUBNET")
    assert configuration.discovery_range() == "LOCALHOST"


def test_with_the_range_off_there_are_no_peers(environment):
    environment(ROS_AUTOMATIC_DISCOVERY_RANGE="OFF", ROS_STATIC_PEERS="10.0.0.1")
    assert _peers() == []


def test_an_unknown_range_is_refused(environment):
    environment(ROS_AUTOMATIC_DISCOVERY_RANGE="WORLD")
    with pytest.raises(configuration.ConfigurationError, match=r"'WORLD' \(known: OFF, LOCAL"):
        configuration.domain_xml()


def test_static_peers_are_asked_and_cannot_smuggle_settings(environment):
    environment(ROS_STATIC_PEERS='10.0.0.1;;"/><Tracing/>', ROS_AUTOMATIC_DISCOVERY_RANGE="SUBNET")
    assert _peers() == ["10.0.0.1", '"/><Tracing/>']


def test_the_users_own_configuration_comes_last(environment):
    environment(CYCLONEDDS_URI="file:///etc/mine.xml")
    assert configuration.domain_xml().endswith("</CycloneDDS>,file:///etc/mine.xml")


@pytest.mark.parametrize(
    ("values", "only"),
    [
        ({}, True),
        ({"ROS_AUTOMATIC_DISCOVERY_RANGE": "OFF"}, True),
        ({"ROS_AUTOMATIC_DISCOVERY_RANGE": "SUBNET"}, False),
        ({"ROS_STATIC_PEERS": "10.0.0.1"}, False),
        ({"CYCLONEDDS_URI": "file:///etc/mine.xml"}, False),
    ],
)
def test_only_who_wants_nobody_else_is_confined_to_the_loopback(environment, values, only):
    environment(**values)
    assert configuration.is_loopback_only() is only
