"""What any model of the world must beat: a film in which nothing happens."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from physai_sim.core.rollouts import Rollout, RolloutRequest
from physai_sim.core.types import Provenance
from physai_sim.generation.generators.resim import Resim


class Standstill:
    """The first picture of the source, for as long as the film is to last."""

    def generate(self, request: RolloutRequest) -> Rollout:
        """See the protocol; looks and physics that are asked for show in the first picture alone.

        Raises:
            PhysAIError: If the source cannot be read, or the request does not fit it.
        """
        true = Resim().generate(replace(request, streams=()))
        frames = {
            name: np.repeat(film[:1], len(film), axis=0) for name, film in true.frames.items()
        }
        return replace(
            true,
            request=request,
            frames=frames,
            state_hashes=(),
            provenance=Provenance("generated", "standstill", request.seed, config_hash=""),
            checks={},
        )
