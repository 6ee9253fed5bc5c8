"""The lock-step barrier: physics waits until everyone has answered the stamp.

A *node* answers with an acknowledgement: the stamp of the observation, its name, and how many
commands it has sent for it. A *topic*, named with a leading slash, answers with an accepted
command of the stamp: for nodes that know nothing of acknowledgements.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from physai_sim.core.errors import ConfigError, EpisodeError
from physai_sim.core.timing import NS_PER_S

Policy = Literal["stop", "hold", "continue"]
POLICIES: tuple[Policy, ...] = ("stop", "hold", "continue")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the wait for a stamp ended.

    Args:
        is_complete: Whether everyone has answered in time.
        action: What to do now: "go", or what the time-out policy says: "stop" the simulation,
            "hold" every robot at rest for this step, or "continue" with the commands there are.
        missing: Who has not answered, with what is missing, by participant.
        waited_ns: Wall time that passed [ns].
    """

    is_complete: bool
    action: Literal["go", "stop", "hold", "continue"]
    missing: dict[str, str]
    waited_ns: int


class LockstepBarrier:
    """Collects the answers to one stamp after another; safe for use by several threads.

    Args:
        participants: Names of nodes, and of topics with a leading slash.
        timeout_ns: How long to wait for all of them [ns].
        policy: What to do when one has not answered by then.

    Raises:
        ConfigError: If a participant is named twice or not at all, or the policy is unknown.
    """

    def __init__(
        self, participants: Sequence[str], *, timeout_ns: int, policy: Policy = "stop"
    ) -> None:
        if policy not in POLICIES:
            raise ConfigError("unknown time-out policy", got=policy, known=POLICIES)
        if timeout_ns <= 0:
            raise ConfigError("time-out of the barrier", got=timeout_ns, expected="above 0 ns")
        if len(set(participants)) != len(participants) or "" in participants:
            what = "participants of the barrier"
            raise ConfigError(what, got=list(participants), expected="names, each once")
        self.participants, self.policy = tuple(participants), policy
        self._timeout_ns = timeout_ns
        self._changed = threading.Condition()
        self._stamp_ns: int | None = None
        self._acks: dict[str, int] = {}
        self._commands: dict[str, int] = {}
        self._is_closed = False
        self.stale = 0
        self.strangers = 0

    def expect(self, stamp_ns: int) -> None:
        """Begin to wait for answers to a stamp; call it before the observation goes out."""
        with self._changed:
            self._stamp_ns, self._acks, self._commands = stamp_ns, {}, {}

    def ack(self, node: str, *, stamp_ns: int, commands: int) -> bool:
        """A node has dealt with a stamp and sent `commands` commands for it.

        Returns:
            Whether it counts: the stamp is the one waited for, and the node a participant.
        """
        with self._changed:
            if node not in self.participants:
                self.strangers += 1
                return False
            if not self._is_expected(stamp_ns):
                return False
            self._acks[node] = commands
            self._changed.notify_all()
            return True

    def command(
        self, topic: str, *, stamp_ns: int, node: str = "", is_accepted: bool = True
    ) -> bool:
        """A command of a stamp has come.

        Args:
            topic: Its full name, with a leading slash.
            stamp_ns: Of its header [ns].
            node: Who sent it, where that is known; else it counts for the nodes together.
            is_accepted: Whether it will be obeyed. One that was refused is no answer of its
                topic, but it is one of those that its node says it has sent.

        Returns:
            Whether the stamp is the one waited for.
        """
        with self._changed:
            if not self._is_expected(stamp_ns):
                return False
            for name in (topic, node) if is_accepted else (node,):
                self._commands[name] = self._commands.get(name, 0) + 1
            self._changed.notify_all()
            return True

    def wait(self) -> Verdict:
        """Wait for the answers to the stamp of the last `expect`.

        Raises:
            EpisodeError: If nothing is expected.
        """
        begin_ns = time.monotonic_ns()
        with self._changed:
            if self._stamp_ns is None:
                raise EpisodeError("the barrier waits for nothing", expected="expect() first")
            seconds = self._timeout_ns / NS_PER_S
            self._changed.wait_for(lambda: self._is_closed or not self._missing(), seconds)
            missing = self._missing()
            action: Policy | Literal["go"] = self.policy if missing else "go"
            if self._is_closed and missing:
                action = "stop"
        return Verdict(not missing, action, missing, time.monotonic_ns() - begin_ns)

    def close(self) -> None:
        """Let whoever waits go, and all who will, as at a shutdown."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _is_expected(self, stamp_ns: int) -> bool:
        if stamp_ns != self._stamp_ns:
            self.stale += 1
            return False
        return True

    def _missing(self) -> dict[str, str]:
        """What each participant still owes."""
        owed = {name: text for name in self.participants if (text := self._owed(name))}
        # Commands whose sender is not known are owed by all nodes together.
        promised = sum(self._acks.values())
        unnamed = self._commands.get("", 0)
        named = sum(min(self._commands.get(name, 0), sent) for name, sent in self._acks.items())
        if not owed and named + unnamed < promised:
            return {
                name: f"commands: {named + unnamed} of {promised} came from all nodes"
                for name, sent in self._acks.items()
                if self._commands.get(name, 0) < sent
            }
        return owed

    def _owed(self, name: str) -> str:
        if name.startswith("/"):
            return "" if self._commands.get(name) else f"no command of stamp {self._stamp_ns} ns"
        return "" if name in self._acks else f"no acknowledgement of stamp {self._stamp_ns} ns"
