import pytest
from rclpy.clock import Clock
from rclpy.qos import qos_profile_system_default
from rclpy.service_introspection import ServiceIntrospectionState
from std_srvs.srv import SetBool

CONTENTS = ServiceIntrospectionState.CONTENTS


@pytest.fixture
def served(company):
    nodes, events = company(162), []
    node = nodes.node("node")
    service = node.create_service(SetBool, "switch", lambda _, response: response)
    client = node.create_client(SetBool, "switch")
    heard = node.create_subscription(SetBool.Event, "/switch/_service_event", events.append, 20)
    return nodes, service, client, heard, events


def test_all_four_steps_are_told_with_what_was_said(served):
    nodes, service, client, heard, events = served
    for entity in (service, client):
        entity.configure_introspection(Clock(), qos_profile_system_default, CONTENTS)
    nodes.spin_until(lambda: heard.get_publisher_count() == 2)
    nodes.ask(client, data=True)
    nodes.spin_until(lambda: len(events) == 4)
    assert sorted(event.info.event_type for event in events) == [0, 1, 2, 3]
    assert {event.info.sequence_number for event in events} == {1}
    assert len({bytes(event.info.client_gid) for event in events}) == 1
    requests = [event for event in events if event.info.event_type < 2]
    assert all(event.request[0].data and not event.response for event in requests)


def test_what_was_said_may_be_left_out_and_all_be_turned_off(served):
    nodes, service, client, heard, events = served
    metadata = ServiceIntrospectionState.METADATA
    service.configure_introspection(Clock(), qos_profile_system_default, metadata)
    nodes.spin_until(lambda: heard.get_publisher_count() == 1)
    nodes.ask(client, data=True)
    nodes.spin_until(lambda: len(events) == 2)
    assert not any(event.request or event.response for event in events)
    off = ServiceIntrospectionState.OFF
    service.configure_introspection(Clock(), qos_profile_system_default, off)
    nodes.spin_until(lambda: heard.get_publisher_count() == 0)
    nodes.ask(client, data=True)
    assert len(events) == 2
