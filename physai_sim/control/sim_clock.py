"""Simulated time that goes on over episodes, whose own time starts at zero each."""

from __future__ import annotations

from physai_sim.core.errors import EpisodeError


class SimClock:
    """The stamp of everything that leaves a live simulation.

    Transforms, controllers and recorders do not survive a time that falls; so it does only where
    someone asks for that.
    """

    def __init__(self) -> None:
        self._offset_ns = 0
        self._episode_ns: int | None = None

    @property
    def now_ns(self) -> int:
        """Simulated time [ns]."""
        return self._offset_ns + (self._episode_ns or 0)

    @property
    def offset_ns(self) -> int:
        """Simulated time of the start of the present episode [ns]."""
        return self._offset_ns

    def stamp(self, episode_ns: int) -> int:
        """Simulated time of an instant of the present episode [ns]."""
        return self._offset_ns + episode_ns

    def advance(self, episode_ns: int) -> int:
        """The episode has come to this stamp; the simulated time of it [ns].

        Raises:
            EpisodeError: If that lies before the last one.
        """
        if self._episode_ns is not None and episode_ns < self._episode_ns:
            expected = f"at least {self._episode_ns} ns, or start_episode()"
            raise EpisodeError("simulated time fell", got=episode_ns, expected=expected)
        self._episode_ns = episode_ns
        return self.now_ns

    def start_episode(self, *, gap_ns: int) -> int:
        """A new episode is at its zero; the simulated time of it [ns].

        Args:
            gap_ns: How far that lies after the last instant of the one before: a control step,
                so that no two instants share a stamp [ns].
        """
        if self._episode_ns is not None:
            self._offset_ns = self.now_ns + gap_ns
        self._episode_ns = 0
        return self.now_ns

    def restart(self) -> None:
        """Begin at zero again, now."""
        self._offset_ns = -(self._episode_ns or 0)
