import json

import pytest

pytestmark = pytest.mark.slow

DOMAIN = 40


def test_the_topics_of_others_are_listed_with_their_types(ask):
    done = ask("topic", "list", "-t")
    assert (done.code, done.err) == (0, "")
    assert "/lab/odom [nav_msgs/msg/Odometry]\n" in done.out
    assert "/lab/order [std_msgs/msg/String]\n" in done.out
    assert "_action" not in done.out


def test_hidden_topics_are_listed_when_they_are_asked_for(ask):
    done = ask("topic", "list", "--include-hidden-topics")
    assert "/lab/fibonacci/_action/feedback\n" in done.out


def test_the_list_as_json_is_one_document(ask):
    done = ask("topic", "list", "--json")
    found = {item["name"]: item["types"] for item in json.loads(done.out)}
    assert found["/lab/scan"] == ["sensor_msgs/msg/LaserScan"]


def test_type_and_counts_of_a_topic_are_told(ask):
    assert ask("topic", "type", "/lab/odom").out == "nav_msgs/msg/Odometry\n"
    assert ask("topic", "info", "lab/order").out == (
        "Type: std_msgs/msg/String\nPublisher count: 0\nSubscription count: 1\n"
    )


def test_each_end_of_a_topic_is_told_with_its_quality_of_service_and_hash(ask):
    done = ask("topic", "info", "-v", "/lab/name")
    for line in (
        "Node name: robot",
        "Node namespace: /lab",
        "Endpoint type: PUBLISHER",
        "Topic type hash: RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18",
        "  Durability: TRANSIENT_LOCAL",
        "Subscription count: 0",
    ):
        assert f"{line}\n" in done.out


def test_what_is_told_of_a_topic_is_json_as_well(ask):
    found = json.loads(ask("topic", "info", "/lab/odom", "--json").out)
    [publisher] = found["publishers"]
    assert publisher["node"] == "/lab/robot"
    assert publisher["qos"]["reliability"] == "best_effort"
    assert found["subscriptions"] == []


def test_topics_of_a_type_are_found_by_its_short_name_too(ask):
    assert ask("topic", "find", "nav_msgs/Odometry").out == "/lab/odom\n"
    assert ask("topic", "find", "std_msgs/msg/Bool").out == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["type", "/lab/odm"], "no such topic, got '/lab/odm'; did you mean '/lab/odom'? (known:"),
        (["info", "/lab/odm"], "no such topic, got '/lab/odm'; did you mean '/lab/odom'? (known:"),
        (["type", "a b"], "not a name of a topic"),
        (["find", "std_msgs/Strin"], "unknown message type, got 'std_msgs/msg/Strin'; did you"),
        (["find", "String"], "not the name of a message type, got 'String'; expected PACKAGE/msg"),
    ],
)
def test_what_is_not_there_is_said_in_a_line(told_off, words, says):
    assert says in told_off("topic", *words)


def test_in_an_empty_domain_there_is_nothing(physai, monkeypatch):
    monkeypatch.setenv("ROS_DOMAIN_ID", "49")
    done = physai("topic", "list", "--spin-time", "0.3")
    assert (done.code, done.out, done.err) == (0, "", "")
