"""Trajectories one after another in simulated time, each from its start on.

Legend: J joints.
"""

from __future__ import annotations

from dataclasses import dataclass

from physai_sim.control.trajectory import JointMotion, JointTrajectory, standing
from physai_sim.core.geometry import Array


@dataclass(frozen=True, slots=True)
class _Piece:
    """A trajectory that plays from `begin_ns` on; its own time zero is `zero_ns`."""

    begin_ns: int
    zero_ns: int
    trajectory: JointTrajectory


class Timeline:
    """What joints are to do at any stamp from now on.

    A new trajectory takes over from its start; until then the one before goes on.

    Source: ros2_controllers documentation, "Trajectory Replacement".

    Args:
        names: The joints, length J.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._pieces: list[_Piece] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked of the joints."""
        return not self._pieces

    def clear(self) -> None:
        """Ask nothing of the joints any more."""
        self._pieces = []

    def hold(self, positions: Array, *, stamp_ns: int) -> None:
        """Stand somewhere from now on, shape (J,) [rad]."""
        self._pieces = [_Piece(stamp_ns, stamp_ns, standing(self._names, positions))]

    def add(self, trajectory: JointTrajectory, *, start_ns: int, now_ns: int) -> None:
        """Let a trajectory take over at its start, led from what plays then.

        Args:
            trajectory: In the order of the joints.
            start_ns: Stamp of its time zero; where this is past, it is entered midway [ns].
            now_ns: The present stamp [ns]; something must play already.
        """
        begin_ns = max(start_ns, now_ns)
        led = trajectory.led_from(self.sample(begin_ns), time_ns=begin_ns - start_ns)
        kept = [piece for piece in self._pieces if piece.begin_ns < begin_ns]
        self._pieces = [*kept, _Piece(begin_ns, start_ns, led)]

    def sample(self, stamp_ns: int) -> JointMotion:
        """The motion at a stamp; before everything, where the first piece begins."""
        playing = self._pieces[0]
        for piece in self._pieces[1:]:
            if piece.begin_ns <= stamp_ns:
                playing = piece
        return playing.trajectory.sample(stamp_ns - playing.zero_ns)

    def forget_before(self, stamp_ns: int) -> None:
        """Drop what another piece has taken over from."""
        while len(self._pieces) > 1 and self._pieces[1].begin_ns <= stamp_ns:
            self._pieces.pop(0)
