"""Steps on request."""

import pytest

from physai_sim.control.control_error import ControlError
from physai_sim.control.stepping import Stepper


def test_as_many_steps_as_were_asked_are_wanted():
    stepper = Stepper()
    assert not stepper.is_wanted
    request, taken = stepper.ask(3), 0
    while stepper.is_wanted:
        stepper.took()
        taken += 1
        assert (request.completed, request.remaining) == (taken, 3 - taken)
    assert taken == 3
    request.check()
    stepper.took()
    assert request.completed == 3


def test_a_cancel_keeps_what_was_taken():
    stepper = Stepper()
    request = stepper.ask(5)
    stepper.took()
    stepper.cancel()
    assert request.is_done
    assert not stepper.is_wanted
    with pytest.raises(ControlError, match="1 of 5 steps were taken: canceled"):
        request.check()


def test_a_failure_says_why_and_later_ones_change_nothing():
    stepper = Stepper()
    request = stepper.ask(2)
    stepper.fail("the episode was reset")
    stepper.fail("something else")
    with pytest.raises(ControlError, match="0 of 2 steps were taken: the episode was reset"):
        request.check()
    done = stepper.ask(1)
    stepper.took()
    stepper.fail("too late")
    done.check()


def test_one_request_at_a_time_and_none_of_nothing():
    stepper = Stepper()
    with pytest.raises(ControlError, match="number of steps, got 0"):
        stepper.ask(0)
    request = stepper.ask(1)
    with pytest.raises(ControlError, match="other steps"):
        stepper.ask(1)
    with pytest.raises(ControlError, match="not yet done"):
        request.check()


def test_whoever_asked_hears_of_each_step_and_of_an_early_end():
    stepper, heard = Stepper(), []
    stepper.ask(3, lambda request: heard.append((request.completed, request.is_done)))
    stepper.took()
    stepper.took()
    stepper.fail("the world was unloaded")
    stepper.took()
    assert heard == [(1, False), (2, False), (2, True)]
