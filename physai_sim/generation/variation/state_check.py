"""Whether a look left every state as it was: hashes of the engine's state, frame by frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from physai_sim.core.rollouts import Expansion
from physai_sim.envs.session import Session
from physai_sim.generation.resimulation import open_session, play_again
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.generation.variation.appearance import changed


def state_hashes(source: SourceEpisode, hz: int, frames: int | None = None) -> tuple[str, ...]:
    """Digest of all poses, velocities and joints at each frame.

    Args:
        source: The episode.
        hz: Frames per second; it divides the physics rate.
        frames: How many; None: to the end of the source.

    Raises:
        ConfigError: If the rate does not divide the physics rate.
    """
    found: list[str] = []

    def look(session: Session, index: int) -> None:
        del index
        found.append(session.world.state_hash())

    session = open_session(source)
    try:
        play_again(session, source, hz=hz, frames=frames, on_frame=look)
    finally:
        session.close()
    return tuple(found)


def states_that_differ(one: Sequence[str], other: Sequence[str]) -> int:
    """How many frames have another state; frames that one of the two lacks count too."""
    differ = sum(a != b for a, b in zip(one, other, strict=False))
    return differ + abs(len(one) - len(other))


def appearance_state_differ(
    source: SourceEpisode, expansions: Iterable[Expansion], *, hz: int, frames: int | None = None
) -> dict[str, int]:
    """States that differ from the source's own, for each variant by its name.

    Args:
        source: The episode.
        expansions: Changes of appearance.
        hz: Frames per second.
        frames: How many; None: to the end of the source.

    Raises:
        ConfigError: If an expansion touches physics, or the rate does not fit.
    """
    own = state_hashes(source, hz, frames)
    return {
        expansion.name: states_that_differ(
            own, state_hashes(changed(source, expansion), hz, frames)
        )
        for expansion in expansions
    }
