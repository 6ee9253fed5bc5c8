import json

import pytest

pytestmark = pytest.mark.slow

DOMAIN = 47
SEND = ("action", "send", "/lab/fibonacci", "example_interfaces/action/Fibonacci")


def test_actions_are_listed_with_their_types(ask):
    assert ask("action", "list").out == "/lab/fibonacci\n"
    assert ask("action", "list", "-t").out == (
        "/lab/fibonacci [example_interfaces/action/Fibonacci]\n"
    )


def test_servers_and_clients_of_an_action_are_told(ask):
    assert ask("action", "info", "lab/fibonacci").out == (
        "Action: /lab/fibonacci\nAction clients: 0\nAction servers: 1\n    /lab/robot\n"
    )
    found = json.loads(ask("action", "info", "/lab/fibonacci", "--json").out)
    kind = "example_interfaces/action/Fibonacci"
    assert found["types"] == [kind]
    assert found["servers"] == [{"node": "/lab/robot", "types": [kind]}]


def test_a_goal_is_followed_to_its_result(ask):
    done = ask(*SEND, "{order: 4}", "--feedback")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Sending goal:\n    order: 4\n\nGoal accepted with ID: ")
    assert "Feedback:\n    sequence:\n    - 0\n    - 1\n    - 1\n\n" in done.out
    assert done.out.endswith(
        "Result:\n    sequence:\n    - 0\n    - 1\n    - 1\n    - 2\n    - 3\n\n"
        "Goal finished with status: SUCCEEDED\n"
    )


def test_a_result_is_one_json_document(ask):
    done = ask(*SEND, "{order: 3}", "--feedback", "--json")
    found = json.loads(done.out)
    assert (found["status"], found["result"]) == ("SUCCEEDED", {"sequence": [0, 1, 1, 2]})
    assert len(found["goal_id"]) == 32
    assert "Feedback:" in done.err


def test_a_goal_that_is_rejected_gives_code_1(ask):
    done = ask(*SEND, "{order: 1000}")
    assert done.code == 1
    assert done.out.endswith("Goal was rejected.\n")


def test_a_goal_that_takes_too_long_is_canceled(ask, robot):
    done = ask(*SEND, "{order: 900}", "--timeout", "1.0")
    assert done.code == 1
    assert "physai: the goal did not end within 1.0 s\nphysai: canceling the goal\n" in done.err
    assert done.out.endswith("Goal finished with status: CANCELED\n")


def test_ctrl_c_cancels_the_goal(beside, robot):
    sender = beside(*SEND, "{order: 900}", "--feedback")
    sender.sees("Feedback:")
    before = robot.text.count("canceled")
    assert sender.stop() == 130
    assert "physai: the goal is canceled\n" in sender.text
    assert "Traceback" not in sender.text
    robot.sees("canceled", times=before + 1)


def test_a_server_that_is_not_there_is_waited_for(ask):
    words = ("action", "send", "/lab/fib", SEND[3], "--timeout", "0.5")
    done = ask(*words)
    assert done.code == 2
    assert "physai: waiting for a server of the action /lab/fib\n" in done.err
    assert "no server within 0.5 s, got '/lab/fib'" in done.err
    assert done.err.endswith("(known: /lab/fibonacci)\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([*SEND, "{ordr: 1}"], "Fibonacci_Goal: no such field, got 'ordr'; did you mean 'order'?"),
        ([*SEND[:3], "example_interfaces/action/Fib"], "unknown action type"),
        ([*SEND[:3], "tf2_msgs/action/LookupTransform"], "/lab/fibonacci: is of another type"),
        (["action", "info", "/lab/fib"], "no such action, got '/lab/fib'; did you mean '/lab/fib"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(told_off, words, says):
    assert says in told_off(*words)
