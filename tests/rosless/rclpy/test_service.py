"""Servers answer requests."""

import pytest
from example_interfaces.srv import AddTwoInts
from rclpy.exceptions import InvalidHandle
from rclpy.task import Future
from std_srvs.srv import Empty


def _add(request, response):
    response.sum = request.a + request.b
    return response


def test_a_request_is_answered(nodes):
    nodes.node("server").create_service(AddTwoInts, "add", _add)
    client = nodes.node("client").create_client(AddTwoInts, "add")
    assert nodes.ask(client, a=40, b=2).sum == 42


def test_the_callback_may_be_a_coroutine_that_waits(nodes):
    gate, node = Future(), nodes.node("server")

    async def answer(request, response):
        response.sum = await gate
        return response

    node.create_service(AddTwoInts, "add", answer)
    client = nodes.node("client").create_client(AddTwoInts, "add")
    nodes.spin_until(client.service_is_ready)
    future = client.call_async(AddTwoInts.Request())
    nodes.executor.spin_once(timeout_sec=0.2)
    assert not future.done()
    gate.set_result(7)
    assert nodes.answer(future).sum == 7


def test_the_end_of_a_client_stops_no_server(nodes):
    seen = []

    def answer(request, response):
        seen.append(request.a)
        if request.a == 1:
            leaving.destroy_client(gone)
        return response

    nodes.node("server").create_service(AddTwoInts, "add", answer)
    leaving = nodes.node("leaving")
    gone = leaving.create_client(AddTwoInts, "add")
    nodes.spin_until(gone.service_is_ready)
    gone.call_async(AddTwoInts.Request(a=1))
    nodes.spin_until(lambda: seen == [1])
    client = nodes.node("client").create_client(AddTwoInts, "add")
    nodes.ask(client, a=2)
    assert seen == [1, 2]


def test_a_callback_that_raises_raises_where_the_node_is_spun(nodes):
    def fail(request, response):
        raise KeyError("lost")

    nodes.node("server").create_service(Empty, "fail", fail)
    client = nodes.node("client").create_client(Empty, "fail")
    with pytest.raises(KeyError, match="lost"):
        nodes.ask(client)


def test_another_type_of_response_is_refused(nodes):
    nodes.node("server").create_service(Empty, "odd", lambda request, response: None)
    client = nodes.node("client").create_client(Empty, "odd")
    with pytest.raises(TypeError, match=r"Expected .*Empty_Response.*NoneType"):
        nodes.ask(client)


def test_a_malformed_request_is_dropped_with_one_line_and_the_next_is_answered(nodes, capfd):
    nodes.node("server").create_service(AddTwoInts, "add", _add)
    client = nodes.node("client").create_client(AddTwoInts, "add")
    nodes.spin_until(client.service_is_ready)
    client.end.writer.write(b"\0\1\0\0" + bytes(16 + 16 + 12))  # more than a request
    assert nodes.ask(client, a=1, b=2).sum == 3
    err = capfd.readouterr().err
    assert err.count("A malformed request of service '/add' was dropped") == 1


def test_a_server_knows_its_name_and_ends(nodes):
    node = nodes.node("server", namespace="/space")
    with node.create_service(Empty, "~/stop", lambda _, response: response) as service:
        assert service.service_name == service.srv_name == "/space/server/stop"
        assert service.logger_name == "space.server"
    with pytest.raises(InvalidHandle, match="the service /space/server/stop was destroyed"):
        service.send_response(Empty.Response(), None)
