"""What is given out is counted."""

import pytest

from policies.planning.hybrid.state.slots import OutOfSlotsError, SlotError, Slots


def test_the_last_holder_gives_a_number_back():
    slots = Slots(1, "slot")
    number = slots.take()
    slots.share(number)
    slots.drop(number)
    with pytest.raises(OutOfSlotsError, match="no slot is free"):
        slots.take()
    slots.drop(number)
    assert slots.free == 1


def test_what_is_not_in_use_cannot_come_back():
    with pytest.raises(SlotError, match="not a slot in use"):
        Slots(1, "slot").drop(0)
