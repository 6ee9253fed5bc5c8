"""Clients ask servers, and wait for them or not."""

import threading

import pytest
from example_interfaces.srv import AddTwoInts
from rclpy.exceptions import InvalidHandle
from std_srvs.srv import Empty


def _add(request, response):
    response.sum = request.a + request.b
    return response


@pytest.fixture
def server(nodes):
    return nodes.node("server").create_service(AddTwoInts, "add", _add)


@pytest.fixture
def client(nodes):
    return nodes.node("client").create_client(AddTwoInts, "add")


def test_requests_are_answered_whatever_their_number(nodes, server, client):
    nodes.spin_until(client.service_is_ready)
    futures = [client.call_async(AddTwoInts.Request(a=n, b=1)) for n in range(5)]
    assert [nodes.answer(future).sum for future in futures] == [1, 2, 3, 4, 5]
    assert client._pending == {}


def test_another_thread_may_call_and_wait(nodes, server, client):
    nodes.spin_until(client.service_is_ready)
    found = []
    thread = threading.Thread(
        target=lambda: found.append(client.call(AddTwoInts.Request(a=1, b=2)))
    )
    thread.start()
    nodes.spin_until(lambda: found)
    thread.join(10)
    assert found[0].sum == 3


def test_a_call_without_an_answer_gives_none_when_the_time_runs_out_and_is_forgotten(client):
    assert client.call(AddTwoInts.Request(), timeout_sec=0.05) is None
    assert client._pending == {}


def test_a_request_that_was_given_up_gets_no_answer(nodes, server, client):
    nodes.spin_until(client.service_is_ready)
    given_up = client.call_async(AddTwoInts.Request(a=1))
    client.remove_pending_request(given_up)
    assert nodes.ask(client, a=2).sum == 2
    assert not given_up.done()


def test_a_cancelled_request_is_forgotten(nodes, server, client):
    nodes.spin_until(client.service_is_ready)
    future = client.call_async(AddTwoInts.Request(a=1))
    future.cancel()
    nodes.spin_until(lambda: client._pending == {})
    assert future.cancelled()


def test_another_type_of_request_is_refused(client):
    with pytest.raises(TypeError, match=r"Expected .*AddTwoInts_Request.*got .*Empty_Request"):
        client.call_async(Empty.Request())


def test_a_server_is_waited_for(nodes, client):
    assert not client.wait_for_service(timeout_sec=0)
    assert not client.wait_for_service(timeout_sec=0.05)
    nodes.node("server").create_service(AddTwoInts, "add", _add)
    assert client.wait_for_service(timeout_sec=20)
    assert client.wait_for_service()


def test_the_end_of_the_context_ends_waiting_for_a_server(nodes, client):
    found = []
    thread = threading.Thread(target=lambda: found.append(client.wait_for_service()))
    thread.start()
    nodes.context.try_shutdown()
    thread.join(20)
    assert found == [False]


def test_a_client_knows_its_name_and_ends(nodes):
    node = nodes.node("asks", namespace="/space")
    with node.create_client(Empty, "~/stop") as client:
        assert client.service_name == client.srv_name == "/space/asks/stop"
        assert client.logger_name == "space.asks"
    for call in (client.service_is_ready, lambda: client.call_async(Empty.Request())):
        with pytest.raises(InvalidHandle, match="the client of /space/asks/stop was destroyed"):
            call()


def test_a_callback_may_await_a_service_of_the_same_node(nodes, server, client):
    totals = []

    async def add():
        response = await client.call_async(AddTwoInts.Request(a=20, b=3))
        totals.append(response.sum)

    nodes.spin_until(client.service_is_ready)
    nodes.executor.create_task(add)
    nodes.spin_until(lambda: totals == [23])
