"""The captions of a rollout: a file for each camera, made from what its frames showed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from physai_sim.core.config import WorldConfig
from physai_sim.core.geometry import Array
from physai_sim.core.rollouts import Expansion
from physai_sim.core.truth import BodyInfo
from physai_sim.core.types import CameraSpec
from physai_sim.datasets.lerobot.parts import disk_trouble
from physai_sim.envs.session import Session
from physai_sim.generation.batch.sample_files import caption_name
from physai_sim.generation.film.take import Instant, Place, TakeSink
from physai_sim.generation.variation.caption import caption
from physai_sim.generation.variation.film_facts import FilmFacts, is_counted
from physai_sim.rendering.frame import Frame
from physai_sim.simulation.camera_image import unpack_segmentation

Places = dict[str, list[Place]]


class CaptionFiles(TakeSink):
    """Writes what each camera showed, in words.

    Args:
        folder: Of the rollout.
        cameras: By name.
        config: The world as it is shown, with nothing left to draw.
        expansion: How the rollout differs from its source.
        fps: Frames per second.
    """

    def __init__(
        self,
        folder: Path,
        cameras: Mapping[str, CameraSpec],
        *,
        config: WorldConfig,
        expansion: Expansion,
        fps: int,
    ) -> None:
        self._folder, self._cameras = folder, cameras
        self._config, self._expansion, self._fps = config, expansion, fps
        self._instruction = ""
        self._ids: Mapping[str, int] = {}
        self._infos: Mapping[str, BodyInfo] = {}
        self._places: Places = defaultdict(list)
        self._tools: Places = defaultdict(list)
        self._most: dict[str, Array] = {}

    def start(self, session: Session) -> None:
        """See the base."""
        self._instruction = session.spec.instruction
        self._infos = session.episode_truth().bodies
        self._ids = {name: body.id for name, body in session.world.bodies.items()}
        self._most = {name: np.zeros(max(self._ids.values()) + 2) for name in self._cameras}

    def frame(self, instant: Instant, pictures: Mapping[str, Frame]) -> None:
        """See the base."""
        for name, place in instant.places.items():
            self._places[name].append(place)
        for name, place in instant.tools.items():
            self._tools[name].append(place)
        for name, most in self._most.items() if is_counted(instant.index, self._fps) else ():
            bodies, _ = unpack_segmentation(pictures[name].segmentation)
            # Nothing is -1: it is counted first.
            counts = np.bincount(bodies.ravel() + 1, minlength=len(most))
            np.maximum(most, counts, out=most)

    def close(self, *, keep: bool) -> None:
        """See the base."""
        for name in self._most if keep else ():
            path = self._folder / caption_name(name)
            text = caption(self._facts(name), self._expansion).text()
            with disk_trouble(path):
                path.parent.mkdir(exist_ok=True)
                path.write_text(f"{text}\n", encoding="utf-8")
        self._most = {}

    def _facts(self, camera: str) -> FilmFacts:
        return FilmFacts(
            config=self._config,
            instruction=self._instruction,
            carrier=self._cameras[camera].parent,
            infos=self._infos,
            most_px={name: int(self._most[camera][id_ + 1]) for name, id_ in self._ids.items()},
            places={name: np.array(rows) for name, rows in self._places.items()},
            tools={name: np.array(rows) for name, rows in self._tools.items()},
        )
