"""Plays a source once in the engine, and shows it to all takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.core.timing import stamp_of
from physai_sim.envs.session import Session
from physai_sim.generation.film.take import Instant, Take
from physai_sim.generation.resimulation import action_in_force, actions_of
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.rendering import choice
from physai_sim.rendering.frame import Frame


class PhysicsPass:
    """One playing of a source.

    Args:
        session: From `open_session`.
        source: What is played.
        takes: Who sees it; all of them see the very same states.
        check: Called after each control step: where an end may be asked for.
    """

    def __init__(
        self,
        session: Session,
        source: SourceEpisode,
        takes: Sequence[Take],
        *,
        check: Callable[[], None] | None = None,
    ) -> None:
        self._session, self._source, self._takes = session, source, takes
        self._check = check
        self._taken = self._seen = 0

    def play(self, *, fps: int, frames: int | None) -> int:
        """Play it, and close nothing.

        Args:
            fps: Frames per second; it divides the physics rate.
            frames: How many; None: to the end of the source. Beyond it the robots rest.

        Returns:
            How many frames there were.

        Raises:
            ConfigError: If the rate does not divide the physics rate.
            PhysAIError: If a sink fails, or the engine refuses an action.
        """
        self._fps, self._frames, self._taken = fps, frames, 0
        session = self._session
        session.watch(fps, self._look)
        session.reset(self._source.seed)
        self._control(None)
        for action in actions_of(session, self._source, for_ever=frames is not None):
            self._control(session.step(action).action.values)
            if self._check is not None:
                self._check()
            if self._taken == frames:
                break
        return self._taken

    def _look(self) -> None:
        """Show the instant of a frame."""
        if self._taken == self._frames:
            return
        if self._taken == 0:
            self._seen = 0
            for take in self._takes:
                for sink in take.sinks:
                    sink.start(self._session)
        self._hand_samples()
        instant = self._instant()
        for take, pictures in zip(self._takes, self._pictures(), strict=True):
            for sink in take.sinks:
                sink.frame(instant, pictures)
        self._taken += 1

    def _control(self, action: Array | None) -> None:
        self._hand_samples()
        self._seen = 0
        for take in self._takes:
            for sink in take.sinks:
                sink.control(self._session, action)

    def _hand_samples(self) -> None:
        fresh = self._session.samples[self._seen :]
        self._seen += len(fresh)
        for take in self._takes if fresh else ():
            for sink in take.sinks:
                sink.samples(fresh)

    def _instant(self) -> Instant:
        session, spec = self._session, self._session.spec
        action = action_in_force(session, self._source)
        return Instant(
            session,
            self._taken,
            stamp_of(self._taken, self._fps),
            np.clip(action, spec.action_low, spec.action_high),
            session.world.state_hash(),
        )

    def _pictures(self) -> list[Mapping[str, Frame]]:
        """What the cameras of each take see now.

        They are drawn one by one: side by side in one sheet, a picture's last bits depend on
        where in the sheet it stands.
        """
        renderer = choice.renderer_of(self._session.world)
        return [
            {
                name: renderer.render_batch([(take.world, camera)], take.streams)[0]
                for name, camera in take.cameras.items()
            }
            for take in self._takes
        ]
