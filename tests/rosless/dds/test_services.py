"""Requests go one way and replies the other, between any number of clients and servers."""

import pytest
from rclpy.qos import qos_profile_services_default

from physai_sim.rosless.dds import services
from physai_sim.rosless.dds.library import DdsError
from physai_sim.rosless.dds.services import ClientEnd, ServerEnd
from physai_sim.rosless.interfaces import codec, get_class

ADD = get_class("example_interfaces/srv/AddTwoInts")
CODECS = codec(ADD.Request), codec(ADD.Response)


def _client(place):
    return ClientEnd(place.participant, "/add", *CODECS, profile=qos_profile_services_default)


def _server(place):
    return ServerEnd(place.participant, "/add", *CODECS, profile=qos_profile_services_default)


def _next(end, wait_until):
    found = []

    def came():
        found.append(end.take())
        return found[-1] is not None

    wait_until(came)
    return found[-1]


@pytest.mark.parametrize("apart", [False, True])
def test_a_reply_goes_back_with_the_number_of_its_request(join, wait_until, apart):
    here = join()
    there = join() if apart else here
    server, client = _server(here), _client(there)
    wait_until(client.server_is_ready)
    for number, a in enumerate((3, 5), start=1):
        assert client.send(ADD.Request(a=a, b=1)) == number
        request, header = _next(server, wait_until)
        assert (request.a, request.b, header.number) == (a, 1, number)
        assert header.source_ns > 0
        server.reply(header, ADD.Response(sum=a + 1))
        response, replied = _next(client, wait_until)
        assert (response.sum, replied) == (a + 1, number)


def test_each_client_gets_its_own_replies(place, wait_until):
    server, one, other = _server(place), _client(place), _client(place)
    wait_until(lambda: one.server_is_ready() and other.server_is_ready())
    one.send(ADD.Request(a=1))
    other.send(ADD.Request(a=2))
    for _ in range(2):
        request, header = _next(server, wait_until)
        server.reply(header, ADD.Response(sum=10 * request.a))
    assert _next(one, wait_until)[0].sum == 10
    assert _next(other, wait_until)[0].sum == 20
    assert one.take() is None
    assert other.take() is None


def test_a_client_without_a_server_is_not_ready(place, wait_until):
    client = _client(place)
    assert not client.server_is_ready()
    server = _server(place)
    wait_until(client.server_is_ready)
    server.close()
    wait_until(lambda: not client.server_is_ready())


def test_the_parts_of_two_servers_are_not_one_server(place, monkeypatch):
    client = _client(place)
    told = iter([{"takes"}, {"replies"}])
    monkeypatch.setattr(services, "_matched", lambda end, key: next(told))
    monkeypatch.setattr(client.writer, "matched_count", lambda: 1)
    monkeypatch.setattr(client.reader, "matched_count", lambda: 1)
    assert not client.server_is_ready()


def test_a_client_that_has_gone_gets_nothing(place, wait_until):
    server, client = _server(place), _client(place)
    wait_until(client.server_is_ready)
    client.send(ADD.Request(a=1))
    _, header = _next(server, wait_until)
    client.close()
    server.reply(header, ADD.Response(sum=1))
    another = _client(place)
    assert another.take() is None


@pytest.mark.parametrize("kind", ["request", "reply"])
def test_a_message_too_short_for_its_header_is_refused_and_gone(place, monkeypatch, kind):
    end = _server(place) if kind == "request" else _client(place)
    waiting = [type("Taken", (), {"data": memoryview(b"\0\1\0\0abcd")})()]
    monkeypatch.setattr(end.reader, "take", lambda: waiting.pop() if waiting else None)
    with pytest.raises(ValueError, match=f"a {kind} of 8 bytes; expected 20 or more"):
        end.take()
    assert end.take() is None


def test_both_ends_close_twice_and_send_no_more(place):
    server, client = _server(place), _client(place)
    for end in (server, client, server, client):
        end.close()
    with pytest.raises(DdsError):
        client.send(ADD.Request())


def test_identities_differ_and_are_told_as_discovery_shows_them(place):
    one, other = (services.identity(place.participant) for _ in range(2))
    assert one != other
    assert len(one.split(".")) == 16
