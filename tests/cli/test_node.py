import json

import pytest

pytestmark = pytest.mark.slow

DOMAIN = 44


def test_the_nodes_of_others_are_listed(ask):
    assert ask("node", "list").out == "/lab/robot\n"
    assert ask("node", "list", "-a").out == "/lab/robot\n"
    assert json.loads(ask("node", "list", "--json").out) == ["/lab/robot"]


def test_hidden_nodes_are_listed_when_they_are_asked_for(ask, beside):
    listener = beside("topic", "echo", "/nothing")
    listener.sees("waiting for the topic")
    assert ask("node", "list").out == "/lab/robot\n"
    done = ask("node", "list", "--all")
    assert f"/_physai_{listener.process.pid}\n" in done.out


def test_nodes_that_share_a_name_are_told(ask, second_robot):
    done = ask("node", "list")
    assert done.out == "/lab/robot\n/lab/robot\n"
    assert done.err == "physai: nodes that share a name: /lab/robot\n"


def test_a_node_tells_what_it_has(ask):
    done = ask("node", "info", "lab/robot")
    assert (done.code, done.err) == (0, "")
    order = ("Subscribers", "Publishers", "Service Servers", "Service Clients", "Action Servers")
    places = [done.out.index(f"  {heading}:\n") for heading in (*order, "Action Clients")]
    assert places == sorted(places)
    assert "    /lab/add: example_interfaces/srv/AddTwoInts\n" in done.out
    assert "    /lab/fibonacci: example_interfaces/action/Fibonacci\n" in done.out
    assert "_action" not in done.out


def test_what_a_node_has_is_json_as_well(ask):
    found = json.loads(ask("node", "info", "/lab/robot", "--json").out)
    assert found["name"] == "/lab/robot"
    publishers = {item["name"]: item["types"] for item in found["publishers"]}
    assert publishers["/lab/odom"] == ["nav_msgs/msg/Odometry"]
    assert found["action_servers"] == [
        {"name": "/lab/fibonacci", "types": ["example_interfaces/action/Fibonacci"]}
    ]
    assert found["service_clients"] == []


def test_a_node_that_is_not_there_is_said_in_a_line(told_off):
    text = told_off("node", "info", "/lab/robbot")
    assert "no such node, got '/lab/robbot'; did you mean '/lab/robot'?" in text
