import os
import signal
import time

import pytest

from physai_sim.evaluation.suites import polite_end
from physai_sim.evaluation.suites.polite_end import PoliteEnd


@pytest.fixture
def end():
    """One that has taken over the signals of this process, until the end of the test."""
    numbers = (signal.SIGINT, signal.SIGALRM, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in numbers}
    made = PoliteEnd()
    made.install()
    yield made
    signal.setitimer(signal.ITIMER_REAL, 0.0)
    for number, handler in before.items():
        signal.signal(number, handler)


def ask():
    os.kill(os.getpid(), signal.SIGTERM)


def test_who_does_nothing_ends_at_once(end):
    with pytest.raises(KeyboardInterrupt):
        ask()


def test_ctrl_c_is_left_to_the_parent(end):
    os.kill(os.getpid(), signal.SIGINT)
    end.check()


def busy(end, *acts):
    """Do one thing after another while the end is put off; gives how many were done."""
    done = 0
    try:
        with end.put_off():
            for act in acts:
                act()
                done += 1
    except KeyboardInterrupt:
        return done
    raise AssertionError("it did not end")


def test_who_is_busy_ends_at_the_next_check(end):
    assert busy(end, end.check, ask, list, end.check, list) == 3
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0.0


def test_who_is_busy_and_checks_no_more_ends_when_it_is_done(end):
    assert busy(end, ask, list) == 2


def test_who_does_not_come_to_a_check_in_time_ends_where_it_is(end, monkeypatch):
    monkeypatch.setattr(polite_end, "PATIENCE_S", 0.05)
    assert busy(end, ask, lambda: time.sleep(10.0), list) == 1


def test_a_second_signal_changes_nothing(end):
    with pytest.raises(KeyboardInterrupt):
        ask()
    ask()
