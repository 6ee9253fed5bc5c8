"""A wait set waits for many conditions at once."""

import threading
import time

from physai_sim.rosless.dds.wait_set import GuardCondition, WaitSet


def _set_of(place, *handles):
    found = WaitSet(place.participant.handle)
    found.attach_only(handles)
    return found


def test_a_message_wakes_who_waits(place):
    reader, writer = place.reader(), place.writer()
    waits = _set_of(place, reader.condition)
    assert waits.wait(0) == []
    thread = threading.Timer(0.05, writer.write, [place.bytes_of("a")])
    thread.start()
    assert waits.wait(20 * 10**9) == [reader.condition]
    thread.join()
    waits.close()


def test_the_time_runs_out(place):
    guard = GuardCondition(place.participant.handle)
    waits = _set_of(place, guard.handle)
    begin = time.monotonic_ns()
    assert waits.wait(20_000_000) == []
    assert time.monotonic_ns() - begin >= 19_000_000
    assert waits.wait(-5) == []
    waits.close()


def test_a_guard_wakes_once_however_often_it_is_triggered(place):
    guard = GuardCondition(place.participant.handle)
    waits = _set_of(place, guard.handle)
    guard.trigger()
    guard.trigger()
    assert waits.wait(None) == [guard.handle]
    assert guard.take()
    assert not guard.take()
    assert waits.wait(0) == []
    waits.close()


def test_only_what_is_attached_wakes(place):
    one, other = (GuardCondition(place.participant.handle) for _ in range(2))
    waits = _set_of(place, one.handle, other.handle)
    waits.attach_only([other.handle])
    one.trigger()
    assert waits.wait(0) == []
    other.trigger()
    assert waits.wait(0) == [other.handle]
    waits.close()


def test_hundreds_of_conditions_may_be_met_at_once(place):
    guards = [GuardCondition(place.participant.handle) for _ in range(200)]
    waits = _set_of(place, *(guard.handle for guard in guards))
    for guard in guards:
        guard.trigger()
    assert sorted(waits.wait(None)) == sorted(guard.handle for guard in guards)
    waits.close()


def test_a_condition_that_was_deleted_is_left_out(place):
    gone, guard = (GuardCondition(place.participant.handle) for _ in range(2))
    handle = gone.handle
    gone.close()
    gone.close()
    waits = _set_of(place, handle, guard.handle)
    guard.trigger()
    assert waits.wait(None) == [guard.handle]
    guard.close()
    assert waits.wait(0) == []
    waits.close()


def test_a_second_close_does_nothing(place):
    waits = _set_of(place)
    waits.close()
    waits.close()
    assert waits.wait(0) == []
