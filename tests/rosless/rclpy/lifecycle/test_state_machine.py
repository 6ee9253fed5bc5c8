import pytest
from lifecycle_msgs.msg import State
from lifecycle_msgs.msg import Transition as Message
from rclpy.exceptions import RCLError
from rclpy.lifecycle.state_machine import STATES, TRANSITIONS, StateMachine


def test_states_and_transitions_have_the_numbers_of_the_messages():
    for name in ("UNKNOWN", "UNCONFIGURED", "INACTIVE", "ACTIVE", "FINALIZED"):
        assert STATES[name.lower()].state_id == getattr(State, f"PRIMARY_STATE_{name}")
    for name in ("CONFIGURING", "CLEANINGUP", "SHUTTINGDOWN", "ERRORPROCESSING"):
        assert STATES[name.lower()].state_id == getattr(State, f"TRANSITION_STATE_{name}")
    ids = {t.id for t in TRANSITIONS}
    assert {Message.TRANSITION_CONFIGURE, Message.TRANSITION_ACTIVE_SHUTDOWN} < ids
    assert {Message.TRANSITION_ON_CLEANUP_ERROR, Message.TRANSITION_ON_ERROR_ERROR} < ids
    assert len(ids) == len(TRANSITIONS) == 25


def test_the_way_to_work_and_back():
    told = []
    machine = StateMachine(told.append)
    for which in ("configure", "transition_success", 3, "transition_success"):
        machine.trigger(which)
    assert machine.current.label == "active"
    for which in ("deactivate", "transition_success", "cleanup", 20):
        machine.trigger(which)
    assert machine.current.label == "unconfigured"
    assert [t.goal.label for t in told] == [
        *("configuring", "inactive", "activating", "active"),
        *("deactivating", "inactive", "cleaningup", "unconfigured"),
    ]


def test_what_does_not_begin_in_the_state_is_refused_with_what_does():
    machine = StateMachine()
    with pytest.raises(RCLError, match=r"'activate' from state 'unconfigured'; known: configure"):
        machine.trigger("activate")
    assert machine.current_state == (1, "unconfigured")
    assert [t.id for t in machine.available()] == [1, 5]
    assert machine.find("shutdown").id == 5


def test_every_failure_leads_somewhere():
    for transition in TRANSITIONS:
        machine = StateMachine()
        machine.current = transition.goal
        assert machine.available() or transition.goal.label == "finalized"
