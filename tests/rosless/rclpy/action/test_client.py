"""Action clients send goals and follow them."""

import threading

import pytest
from action_msgs.msg import GoalStatus
from example_interfaces.action import Fibonacci
from rclpy.action import ActionClient
from std_msgs.msg import String


def _succeed(handle):
    handle.publish_feedback(Fibonacci.Feedback(sequence=[1]))
    handle.succeed()
    return Fibonacci.Result(sequence=[handle.request.order])


def test_another_type_of_goal_is_refused(play):
    with pytest.raises(TypeError, match="Fibonacci_Goal"):
        play(_succeed).client.send_goal_async(String())


def test_a_server_is_waited_for(nodes, play):
    client = ActionClient(nodes.node("early"), Fibonacci, "fibonacci")
    assert not client.server_is_ready()
    assert not client.wait_for_server(timeout_sec=0)
    assert not client.wait_for_server(timeout_sec=0.05)
    play(_succeed)
    assert client.wait_for_server(timeout_sec=20)


def test_the_end_of_the_context_ends_waiting_for_a_server(nodes):
    client, found = ActionClient(nodes.node("client"), Fibonacci, "fibonacci"), []
    thread = threading.Thread(target=lambda: found.append(client.wait_for_server()))
    thread.start()
    nodes.context.try_shutdown()
    thread.join(20)
    assert found == [False]


def test_another_thread_may_send_a_goal_and_wait_for_its_result(play):
    one, found = play(_succeed), []
    goal = Fibonacci.Goal(order=8)
    thread = threading.Thread(target=lambda: found.append(one.client.send_goal(goal)))
    thread.start()
    one.nodes.spin_until(lambda: found)
    thread.join(20)
    assert found[0].status == GoalStatus.STATUS_SUCCEEDED
    assert list(found[0].result.sequence) == [8]


def test_a_refused_goal_has_no_result(play):
    from rclpy.action import GoalResponse

    one = play(_succeed, goal_callback=lambda _: GoalResponse.REJECT)
    found = []
    thread = threading.Thread(target=lambda: found.append(one.client.send_goal(Fibonacci.Goal())))
    thread.start()
    one.nodes.spin_until(lambda: found)
    thread.join(20)
    assert found == [None]


def test_feedback_goes_to_the_goal_it_belongs_to(play):
    one, first, second = play(_succeed), [], []
    one.send(feedback_callback=first.append)
    one.send(feedback_callback=second.append)
    one.nodes.spin_until(lambda: first and second)
    assert first[0].goal_id != second[0].goal_id
    assert (len(first), len(second)) == (1, 1)


def test_feedback_goes_on_for_a_goal_whose_handle_nobody_keeps(play):
    goals, heard = [], []
    one = play(goals.append, handle_accepted_callback=goals.append)
    assert one.send(feedback_callback=heard.append).accepted  # the handle is dropped here
    for _ in range(2):
        one.send()  # its states are published with those of the first
    goals[0].publish_feedback(Fibonacci.Feedback(sequence=[1]))
    one.nodes.spin_until(lambda: heard)


def test_nothing_is_kept_of_goals_that_have_ended(play):
    one, heard = play(_succeed), []
    for _ in range(3):
        handle = one.send(feedback_callback=heard.append)
        one.result(handle)
    one.nodes.spin_until(lambda: not one.client._callbacks)
    assert one.client._pending == {}
    assert len(heard) == 3


def test_a_destroyed_client_leaves_the_graph_and_hears_no_more(play):
    one = play(_succeed)
    one.client.destroy()
    one.nodes.spin_until(lambda: one.server_node.count_clients("fibonacci/_action/send_goal") == 0)
    assert one.client not in list(one.client_node.waitables)


def test_a_callback_may_await_a_goal_and_its_result(play):
    one, found = play(_succeed), []

    async def ask():
        handle = await one.client.send_goal_async(Fibonacci.Goal(order=4))
        answer = await handle.get_result_async()
        found.append(list(answer.result.sequence))

    one.nodes.executor.create_task(ask)
    one.nodes.spin_until(lambda: found == [[4]])
