"""SIGINT and SIGTERM shut contexts down; SIGINT also raises KeyboardInterrupt, as Python does.

A wait inside DDS does not notice signals. So Python's wake-up descriptor is watched by a thread,
which wakes every executor; the waiting thread then runs Python again, and with it the handler.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
import weakref
from enum import IntFlag
from types import FrameType
from typing import Any


class SignalHandlerOptions(IntFlag):
    """Which signals are handled."""

    NO = 0
    SIGINT = 1
    SIGTERM = 2
    ALL = 3


_SIGNALS = {
    SignalHandlerOptions.SIGINT: signal.SIGINT,
    SignalHandlerOptions.SIGTERM: signal.SIGTERM,
}
_contexts: weakref.WeakSet[Any] = weakref.WeakSet()
_wakers: weakref.WeakSet[Any] = weakref.WeakSet()
_previous: dict[int, Any] = {}
_options = SignalHandlerOptions.NO
_lookout: _Lookout | None = None


def install_signal_handlers(options: SignalHandlerOptions = SignalHandlerOptions.ALL) -> None:
    """Handle these signals from now on; only the main thread can change that."""
    global _options, _lookout
    uninstall_signal_handlers()
    if options == SignalHandlerOptions.NO:
        return
    if threading.current_thread() is not threading.main_thread():
        return
    for option, number in _SIGNALS.items():
        if options & option:
            _previous[number] = signal.signal(number, _on_signal)
    _options, _lookout = options, _Lookout()


def uninstall_signal_handlers() -> None:
    """Leave signals to whoever had them before."""
    global _options, _lookout
    if not _previous or threading.current_thread() is not threading.main_thread():
        return
    for number, handler in _previous.items():
        if signal.getsignal(number) is _on_signal:
            signal.signal(number, handler)
    _previous.clear()
    if _lookout is not None:
        _lookout.close()
    _options, _lookout = SignalHandlerOptions.NO, None


def get_current_signal_handlers_options() -> SignalHandlerOptions:
    """Which signals are handled now."""
    return _options


def register_context(context: Any) -> None:
    """Shut this context down when a handled signal comes."""
    _contexts.add(context)


def register_waker(executor: Any) -> None:
    """Call `wake()` of this executor when a signal comes."""
    _wakers.add(executor)


def _on_signal(number: int, frame: FrameType | None) -> None:
    for context in list(_contexts):
        context.mark_shut_down()
    previous = _previous.get(number)
    if callable(previous):
        previous(number, frame)


class _Lookout:
    """A thread that wakes executors whenever Python notes a signal."""

    def __init__(self) -> None:
        self._near, self._far = socket.socketpair()
        self._far.setblocking(False)
        self._before = signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        self._thread = threading.Thread(target=self._watch, name="signals", daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        with contextlib.suppress(OSError):
            while self._near.recv(64):
                for executor in list(_wakers):
                    executor.wake()

    def close(self) -> None:
        """Stop watching."""
        with contextlib.suppress(ValueError, OSError):
            signal.set_wakeup_fd(self._before)
        self._far.close()
        self._thread.join(timeout=1.0)
        self._near.close()
