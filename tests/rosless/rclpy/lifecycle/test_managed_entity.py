import pytest
from rclpy.lifecycle import ManagedEntity, SimpleManagedEntity, TransitionCallbackReturn
from rclpy.lifecycle.state_machine import STATES

BEFORE = STATES["inactive"]


class Lamp(SimpleManagedEntity):
    """Something that works while it is active."""

    def __init__(self, log):
        super().__init__()
        self.log = log

    @SimpleManagedEntity.when_enabled
    def shine(self, colour):
        """Shine."""
        self.log.append(colour)
        return True


def test_an_entity_knows_whether_it_is_active():
    lamp = Lamp([])
    assert not lamp.is_activated
    assert lamp.on_activate(BEFORE) is TransitionCallbackReturn.SUCCESS
    assert lamp.is_activated
    lamp.on_deactivate(BEFORE)
    assert not lamp.is_activated


def test_a_method_does_nothing_while_its_entity_is_not_active():
    lamp = Lamp([])
    assert lamp.shine("red") is None
    lamp.on_activate(BEFORE)
    assert lamp.shine("green") is True
    assert lamp.log == ["green"]
    assert Lamp.shine.__name__ == "shine"


def test_something_else_may_be_called_instead():
    missed = []

    class Bell(SimpleManagedEntity):
        @SimpleManagedEntity.when_enabled(when_not_enabled=lambda: missed.append(1))
        def ring(self):
            return "ring"

    assert Bell().ring() is None
    assert missed == [1]


@pytest.mark.parametrize("name", ["configure", "cleanup", "shutdown", "activate", "error"])
def test_an_entity_without_wishes_agrees_to_all(name):
    result = getattr(ManagedEntity(), f"on_{name}")(BEFORE)
    assert result is TransitionCallbackReturn.SUCCESS
    assert result.to_label() == "transition_success"
