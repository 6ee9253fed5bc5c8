"""The graph knows participants and endpoints as they come and go."""

import pytest


@pytest.fixture
def graph(place):
    from physai_sim.rosless.dds.graph import Graph

    return Graph(place.participant)


def _topics(graph, kind):
    return {end.topic for end in graph.endpoints(kind)}


def test_endpoints_come_and_go(place, graph, wait_until):
    writer, reader = place.writer("rt/w"), place.reader("rt/r")
    wait_until(lambda: "rt/w" in _topics(graph, "writer") and "rt/r" in _topics(graph, "reader"))
    writer.close()
    reader.close()
    wait_until(
        lambda: not {"rt/w", "rt/r"} & (_topics(graph, "writer") | _topics(graph, "reader"))
    )


def test_an_endpoint_tells_its_type_hash_and_owner(place, graph, wait_until):
    writer = place.writer("rt/w", user_data="typehash=RIHS01_00;")
    wait_until(lambda: "rt/w" in _topics(graph, "writer"))
    (found,) = [end for end in graph.endpoints("writer") if end.topic == "rt/w"]
    assert found.guid == writer.guid
    assert found.participant == place.participant.guid
    assert (found.type_name, found.type_hash) == ("std_msgs::msg::dds_::String_", "RIHS01_00")


def test_participants_come_and_go(place, graph, join, wait_until):
    assert place.participant.guid in graph.participants()
    other = join()
    wait_until(lambda: other.participant.guid in graph.participants())
    other.participant.close()
    wait_until(lambda: graph.participants() == {place.participant.guid})


def test_what_did_not_change_is_not_read_again(place, graph, wait_until):
    writer = place.writer("rt/w")
    wait_until(lambda: writer.guid in {end.guid for end in graph.endpoints("writer")})
    assert graph.endpoints("writer") is graph.endpoints("writer")
