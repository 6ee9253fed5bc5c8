"""The generator that imagines nothing: its rollouts are the source, played again in the engine."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from physai_sim import __version__
from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array
from physai_sim.core.rollouts import Rollout, RolloutRequest
from physai_sim.core.streams import StreamName
from physai_sim.core.types import CameraSpec, Draw, Provenance
from physai_sim.envs.session import Session
from physai_sim.evaluation.stream_values import drawn_for, value_of
from physai_sim.generation.film.choices import check_rate, checked_streams, chosen_cameras
from physai_sim.generation.film.physics_pass import PhysicsPass
from physai_sim.generation.film.stage import Stage
from physai_sim.generation.film.take import Instant, Take, TakeSink
from physai_sim.generation.resimulation import concrete
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.generation.source.read import read_source
from physai_sim.generation.variation.appearance import changed
from physai_sim.rendering import choice
from physai_sim.rendering.frame import Frame
from physai_sim.simulation.world import World

ONLY_IN_FILES = ("boxes", "flow")  # no arrays with a row for each frame


class Resim:
    """Exact expansion: what is not changed is as in the source, to the bit.

    `physai generate` writes the same to disk, many at a time.
    """

    def generate(self, request: RolloutRequest) -> Rollout:
        """Make one rollout in memory.

        Args:
            request: What is wanted; its streams may be all but boxes and flow.

        Raises:
            PhysAIError: If the source cannot be read, or the request does not fit it.
        """
        streams = _streams(request)
        shown = changed(read_source(request.source), request.expansion)
        with Stage(shown) as stage:
            check_rate(request, stage.session.config.rates.physics_hz)
            world, known = stage.seen_as(shown)
            chosen = chosen_cameras(request, known)
            cameras = {name: one.camera for name, one in chosen.items() if one.camera is not None}
            kept = _Kept(world, cameras, streams)
            take = Take(world, cameras, drawn_for(streams), (kept,))
            PhysicsPass(stage.session, shown, [take]).play(
                fps=request.fps, frames=request.num_frames
            )
            return kept.rollout(request, _provenance(shown, stage.session))


class _Kept(TakeSink):
    """Keeps frames in memory."""

    def __init__(
        self, world: World, cameras: Mapping[str, CameraSpec], streams: tuple[StreamName, ...]
    ) -> None:
        self._world, self._cameras, self._streams = world, cameras, streams
        self._instants: list[tuple[int, Array, str]] = []
        self._frames: dict[str, list[NDArray[np.uint8]]] = {}
        self._values: dict[tuple[str, str], list[NDArray[np.generic]]] = {}
        self._draw: Draw = {}

    def start(self, session: Session) -> None:
        """See the base."""
        self._draw = session.draw

    def frame(self, instant: Instant, pictures: Mapping[str, Frame]) -> None:
        """See the base."""
        self._instants.append((instant.stamp_ns, instant.action, instant.state_hash))
        for name, picture in pictures.items():
            self._frames.setdefault(name, []).append(picture.rgb)
            for stream in self._streams:
                value = value_of(self._world, self._cameras[name], picture, stream=stream)
                self._values.setdefault((name, stream), []).append(np.asarray(value))

    def rollout(self, request: RolloutRequest, provenance: Provenance) -> Rollout:
        """All that was kept."""
        stamps, actions, hashes = zip(*self._instants, strict=True)
        return Rollout(
            request=request,
            stamps_ns=np.array(stamps, dtype=np.int64),
            frames={name: np.stack(frames) for name, frames in self._frames.items()},
            actions=np.stack(actions),
            state_hashes=tuple(hashes),
            provenance=provenance,
            checks={"states": f"{len(hashes)} states of the engine were hashed"},
            streams={key: np.stack(values) for key, values in self._values.items()},
            draw=self._draw,
        )


def _streams(request: RolloutRequest) -> tuple[StreamName, ...]:
    for name in request.streams:
        if name in ONLY_IN_FILES:
            what = "a stream that only files hold"
            raise ConfigError(what, where=f"{request.name}: streams", got=name)
    return checked_streams(request)


def _provenance(shown: SourceEpisode, session: Session) -> Provenance:
    return Provenance(
        "simulated",
        f"physai_sim {__version__} resim",
        seed=shown.seed,
        config_hash=concrete(shown).hash(),
        details={
            "renderer": choice.renderer_of(session.world).describe(),
            "source": shown.name,
            "source_actions": shown.details.get("actions", "exact"),
        },
    )
