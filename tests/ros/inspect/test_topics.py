import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.ros.inspect import topics

DOMAIN = 52


@pytest.mark.slow
def test_both_sides_of_a_topic_are_told(live):
    told = topics.info(live, "lab/odom")
    assert (told["name"], told["types"]) == ("/lab/odom", ["nav_msgs/msg/Odometry"])
    document = topics.info_document(told)
    assert document["publishers"][0]["node"] == "/lab/robot"
    assert document["publishers"][0]["type_hash"].startswith("RIHS01_")
    assert document["subscriptions"] == []


@pytest.mark.slow
def test_topics_are_found_by_their_type(live):
    assert topics.find(live, "sensor_msgs/LaserScan") == ["/lab/scan"]
    assert topics.types(live, "/lab/scan") == ["sensor_msgs/msg/LaserScan"]
    with pytest.raises(UnknownNameError, match="unknown message type"):
        topics.find(live, "sensor_msgs/LaserScn")


def test_the_only_type_is_the_one_to_use():
    use = topics.one_type
    assert use(["a/msg/B"], None, where="/t", kind="msg") == "a/msg/B"
    assert use(["a/msg/B", "a/msg/C"], "a/C", where="/t", kind="msg") == "a/msg/C"
    assert use([], "a/B", where="/t", kind="msg") == "a/msg/B"
    with pytest.raises(ConfigError, match="/t: has no single type"):
        use(["a/msg/B", "a/msg/C"], None, where="/t", kind="msg")
    with pytest.raises(UnknownNameError, match="/t: is of another type, got 'a/msg/D'"):
        use(["a/msg/B"], "a/D", where="/t", kind="msg")
