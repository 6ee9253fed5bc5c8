"""The actions that a clip shows, as far as inverse dynamics can tell them.

Legend: T frames, N actions, A action size.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.idm.flow_features import features
from physai_sim.generation.physics.idm.inputs import actions_within
from physai_sim.generation.physics.idm.kept import model_for, rates_of
from physai_sim.generation.physics.truth import Truth

# Share of the variance that must be explained in true films that were not learned from. Below, an
# error says more of the model than of the clip.
LEAST_EXPLAINED = 0.4
# Rain that covers the picture moves much more than a robot; what is left of it after smoothing
# must not be taken for actions.
MOST_STRANGE = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Recovery:
    """Recovered actions.

    Args:
        actions: Shape (N, A); numbers that cannot be told have the mean of the expert's.
        told: Numbers of the action that can be told, shape (A,).
        explained: Share of their variance that is explained in true films, shape (A,); NaN for
            what never changes.
        strangeness: How much moves in the film, as a share of what does in the liveliest true one.
        usual: Mean of the expert's actions, shape (A,).
        worst_true: Mean square error of what can be told, as a share of half the range, that some
            true film reaches over as many actions; None where nothing can be told.
    """

    actions: Array
    told: NDArray[np.bool_]
    explained: Array
    strangeness: float
    usual: Array
    worst_true: float | None = None

    def of_nothing(self) -> Recovery:
        """What would be recovered from a film that tells nothing."""
        return replace(self, actions=np.broadcast_to(self.usual, self.actions.shape))

    def doubt(self) -> str | None:
        """Why the actions cannot be trusted; None if they can."""
        if self.strangeness > MOST_STRANGE:
            return (
                f"{self.strangeness:.1f} times as much moves as in any true film that inverse"
                f" dynamics has learned from; up to {MOST_STRANGE:g} times can be judged"
            )
        if not self.told.any() or not len(self.actions):
            best = np.nanmax(np.append(self.explained, -np.inf))
            return (
                "actions cannot be recovered from true films of this camera: R^2 is"
                f" {best:.2f} at best, at least {LEAST_EXPLAINED} is needed"
            )
        return None


def recovered(frames: NDArray[np.uint8], truth: Truth) -> Recovery:
    """What was commanded in a film of the world, camera and rate of the truth.

    Args:
        frames: Of the clip, shape (T, H, W, 3).
        truth: Its actions are not looked at, only how many there are.

    Raises:
        PhysAIError: If the model must be learned and the expert of the world cannot play.
    """
    model, rates = model_for(truth), rates_of(truth)
    # One more than lie within it whole: an episode ends with a step whose last frame is not there.
    count = min(len(truth.source.actions), actions_within(len(frames), rates) + 1)
    told = np.nan_to_num(model.explained, nan=-1.0) >= LEAST_EXPLAINED
    motion = features(frames, truth.hz, stands=truth.camera.parent == "world")
    guess = np.where(told, model.actions(motion, count, rates), model.mean)
    actions = np.clip(guess, truth.spec.action_low, truth.spec.action_high)
    half = (truth.spec.action_high - truth.spec.action_low) / 2.0
    worst = model.worst_error(count, told, half) if told.any() and count else None
    strange = model.strangeness(motion)
    return Recovery(actions, told, model.explained, strange, model.mean, worst)


def explained_by_name(recovery: Recovery, truth: Truth) -> dict[str, float | None]:
    """How well each number of the action can be told; None for what never changes."""
    shares = zip(truth.spec.action_names, recovery.explained.tolist(), strict=True)
    return {name: None if np.isnan(share) else share for name, share in shares}
