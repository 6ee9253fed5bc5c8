import os
import signal
import threading

import pytest

from physai_sim.core.interrupts import HeldBack


@pytest.fixture(autouse=True)
def _handlers():
    earlier = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in earlier.items():
        signal.signal(number, handler)


def test_ctrl_c_waits_until_the_work_is_done():
    done = []

    def work():
        with HeldBack():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["all of it"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_handler_of_ones_own_is_called_once_at_the_end():
    called = []
    signal.signal(signal.SIGTERM, lambda number, _: called.append(number))
    held = HeldBack()
    for _ in range(2):
        with held:
            os.kill(os.getpid(), signal.SIGTERM)
            assert len(called) < 2
    assert called == [signal.SIGTERM, signal.SIGTERM]


def test_what_is_ignored_stays_ignored():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with HeldBack():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_an_error_within_is_not_hidden():
    with pytest.raises(ValueError, match="mine"), HeldBack():
        raise ValueError("mine")


def test_another_thread_takes_no_signals_over():
    found = []

    def work():
        with HeldBack():
            found.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [signal.default_int_handler]
