import pytest
from lifecycle_msgs import srv
from lifecycle_msgs.msg import Transition, TransitionEvent
from rclpy.exceptions import RCLError
from rclpy.lifecycle import (
    LifecycleNode,
    LifecycleState,
    ManagedEntity,
    TransitionCallbackReturn,
)
from std_msgs.msg import String

SUCCESS, FAILURE, ERROR = TransitionCallbackReturn


class Recorder(LifecycleNode):
    """Writes down what it is asked to do, and answers as it is told."""

    def __init__(self, name, **options):
        self.log, self.answers = [], {}
        super().__init__(name, **options)

    def _answer(self, name, state):
        self.log.append((name, state.label))
        answer = self.answers.get(name, SUCCESS)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def on_configure(self, state):
        return self._answer("configure", state)

    def on_activate(self, state):
        return self._answer("activate", state)

    def on_deactivate(self, state):
        return self._answer("deactivate", state)

    def on_cleanup(self, state):
        return self._answer("cleanup", state)

    def on_shutdown(self, state):
        return self._answer("shutdown", state)

    def on_error(self, state):
        return self._answer("error", state)


@pytest.fixture
def node(company):
    return company(163).node("node", kind=Recorder, enable_communication_interface=False)


def _state(node):
    return node._state_machine.current.label


def test_a_node_lives_through_its_states(node):
    assert node.trigger_configure() is SUCCESS
    assert node.trigger_activate() is SUCCESS
    assert _state(node) == "active"
    assert node.trigger_deactivate() is SUCCESS
    assert node.trigger_cleanup() is SUCCESS
    assert node.trigger_shutdown() is SUCCESS
    assert _state(node) == "finalized"
    assert node.log == [
        ("configure", "unconfigured"),
        ("activate", "inactive"),
        ("deactivate", "active"),
        ("cleanup", "inactive"),
        ("shutdown", "unconfigured"),
    ]
    with pytest.raises(RCLError, match="known: none"):
        node.trigger_configure()


@pytest.mark.parametrize("steps", [[], ["configure"], ["configure", "activate"]])
def test_a_node_is_shut_down_from_each_state(node, steps):
    for step in steps:
        getattr(node, f"trigger_{step}")()
    assert node.trigger_shutdown() is SUCCESS
    assert _state(node) == "finalized"


def test_a_failure_leads_back(node):
    node.answers["configure"] = FAILURE
    assert node.trigger_configure() is FAILURE
    assert _state(node) == "unconfigured"


@pytest.mark.parametrize("answer", [ERROR, ValueError("broken"), None])
@pytest.mark.parametrize(
    ("on_error", "end"), [(SUCCESS, "unconfigured"), (FAILURE, "finalized"), (ERROR, "finalized")]
)
def test_an_error_is_processed(node, capsys, answer, on_error, end):
    node.trigger_configure()
    node.answers = {"activate": answer, "error": on_error}
    assert node.trigger_activate() is ERROR
    assert node.log[-1] == ("error", "inactive")
    assert _state(node) == end
    said = capsys.readouterr().err
    assert ("on_activate()" in said) is (answer is not ERROR)


def test_an_error_in_error_processing_ends_it_all(node):
    node.answers = {"configure": ERROR, "error": ValueError("worse")}
    node.trigger_configure()
    assert _state(node) == "finalized"


def test_managed_entities_follow_their_node_up_to_the_first_that_fails(company):
    node = company(163).node("node", kind=LifecycleNode, enable_communication_interface=False)
    seen = []

    class Part(ManagedEntity):
        def __init__(self, name, answer):
            self.name, self.answer = name, answer

        def on_configure(self, state):
            seen.append((self.name, state))
            return self.answer

    for part in (Part("a", SUCCESS), Part("b", FAILURE), Part("c", SUCCESS)):
        node.add_managed_entity(part)
    assert node.trigger_configure() is FAILURE
    assert seen == [(n, LifecycleState("unconfigured", 1)) for n in ("a", "b")]
    with pytest.raises(TypeError, match="ManagedEntity instance"):
        node.add_managed_entity(5)


def test_a_managed_publisher_publishes_while_its_node_is_active(company):
    nodes, heard = company(164), []
    node = nodes.node("node", kind=LifecycleNode)
    publisher = node.create_lifecycle_publisher(String, "chatter", 10)
    listener = nodes.node("listener")
    listener.create_subscription(String, "chatter", lambda m: heard.append(m.data), 10)
    nodes.spin_until(lambda: publisher.get_subscription_count() > 0)
    publisher.publish(String(data="early"))
    node.trigger_configure()
    node.trigger_activate()
    assert publisher.is_activated
    publisher.publish(String(data="in time"))
    nodes.spin_until(lambda: heard)
    node.trigger_deactivate()
    publisher.publish(String(data="late"))
    assert heard == ["in time"]
    assert node.destroy_lifecycle_publisher(publisher)
    with pytest.raises(TypeError, match="publisher_class"):
        node.create_lifecycle_publisher(String, "x", 1, publisher_class=String)


def test_others_see_and_change_the_state(company):
    nodes, events = company(165), []
    node = nodes.node("node", kind=Recorder, namespace="/ns")
    asker = nodes.node("asker")
    heard = asker.create_subscription(
        TransitionEvent, "/ns/node/transition_event", events.append, 10
    )
    nodes.spin_until(lambda: heard.get_publisher_count() > 0)

    def ask(kind, name, **fields):
        return nodes.ask(asker.create_client(kind, f"/ns/node/{name}"), **fields)

    assert ask(srv.ChangeState, "change_state", transition=Transition(id=1)).success
    assert ask(srv.GetState, "get_state").current_state.label == "inactive"
    assert ask(srv.ChangeState, "change_state", transition=Transition(label="activate")).success
    assert not ask(srv.ChangeState, "change_state", transition=Transition(id=1)).success
    assert not ask(srv.ChangeState, "change_state", transition=Transition(label="fly")).success
    states = ask(srv.GetAvailableStates, "get_available_states").available_states
    assert len(states) == 11
    found = ask(srv.GetAvailableTransitions, "get_available_transitions").available_transitions
    assert [t.transition.label for t in found] == ["deactivate", "shutdown"]
    graph = ask(srv.GetAvailableTransitions, "get_transition_graph").available_transitions
    assert len(graph) == 25
    nodes.spin_until(lambda: len(events) == 4)
    assert [e.goal_state.label for e in events] == [
        *("configuring", "inactive", "activating", "active"),
    ]
    assert _state(node) == "active"
