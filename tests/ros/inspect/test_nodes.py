import pytest

from physai_sim.core.errors import UnknownNameError
from physai_sim.ros.inspect import nodes

pytestmark = pytest.mark.slow

DOMAIN = 56


def test_a_node_tells_all_that_it_has(live):
    found = {key: dict(items) for key, items in nodes.info(live, "lab/robot").items()}
    assert found["subscribers"]["/lab/order"] == ["std_msgs/msg/String"]
    assert found["publishers"]["/lab/scan"] == ["sensor_msgs/msg/LaserScan"]
    assert found["service_servers"]["/lab/add"] == ["example_interfaces/srv/AddTwoInts"]
    assert found["service_clients"] == found["action_clients"] == {}
    assert list(found["action_servers"]) == ["/lab/fibonacci"]
    assert not any("/_" in name for items in found.values() for name in items)


def test_the_parts_of_an_action_are_told_when_they_are_asked_for(live):
    found = nodes.info(live, "/lab/robot", hidden=True)
    assert "/lab/fibonacci/_action/status" in dict(found["publishers"])


def test_a_node_that_is_not_there_is_told_with_those_that_are(live):
    with pytest.raises(UnknownNameError, match="did you mean '/lab/robot'"):
        nodes.info(live, "/lab/robto")
