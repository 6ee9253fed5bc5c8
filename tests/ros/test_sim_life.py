import pytest

from physai_sim.benches._memory import resident_mb

CHANGE, STATE = "lifecycle_msgs/srv/ChangeState", "lifecycle_msgs/srv/GetState"
CONFIGURE, CLEANUP, ACTIVATE, DEACTIVATE, SHUTDOWN = 1, 2, 3, 4, 6


@pytest.fixture
def managed(live, blind_world):
    """A simulation that waits to be activated, and `go(transition)` that says whether it went."""
    sim = live(world=blind_world("reach", renderer="tiny"), autostart=False).start()

    def go(transition):
        from lifecycle_msgs.msg import Transition

        return sim.call("change_state", CHANGE, transition=Transition(id=transition)).success

    def state():
        return sim.call("get_state", STATE).current_state.label

    sim.until(lambda: state() == "inactive", "the world does not come")
    sim.go, sim.lifecycle = go, state
    return sim


def test_a_world_stands_until_the_node_is_activated(managed):
    clock = managed.hear("clock", "rosgraph_msgs/msg/Clock")
    assert managed.lifecycle() == "inactive"
    assert not clock
    assert managed.go(ACTIVATE)
    managed.until(lambda: len(clock) > 5, "no time passes")
    assert managed.go(DEACTIVATE)
    assert (
        managed.call(
            "get_simulation_state", "simulation_interfaces/srv/GetSimulationState"
        ).state.state
        == 2
    )


def test_a_transition_that_the_state_does_not_allow_is_refused(managed):
    assert not managed.go(DEACTIVATE)
    assert not managed.go(CONFIGURE)
    assert managed.lifecycle() == "inactive"


def test_a_node_that_is_cleaned_up_frees_its_world_and_can_be_configured_again(managed):
    sizes = []
    for _ in range(6):
        assert managed.go(ACTIVATE)
        assert managed.go(DEACTIVATE)
        assert managed.go(CLEANUP)
        assert managed.lifecycle() == "unconfigured"
        assert managed.node.count_publishers("/joint_states") == 0
        sizes.append(resident_mb())
        assert managed.go(CONFIGURE)
    assert sizes[-1] - sizes[1] < 30


def test_shutdown_ends_the_program(managed):
    assert managed.go(SHUTDOWN)
    managed.until(lambda: managed.sim.exit_code is not None, "it goes on")
    assert managed.sim.exit_code == 0
