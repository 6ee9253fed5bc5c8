"""Policies, good and bad; their names tell what they do."""

import sys
import time

import numpy as np

from physai_sim.core.protocols import EndEpisode
from physai_sim.core.types import ActionChunk


class Still:
    """Commands nothing."""

    needs_privileged = False

    def reset(self, *, spec, seed):
        self.size, self.hz = len(spec.action_low), spec.control_hz

    def infer(self, observation):
        return ActionChunk(observation.stamp_ns, self.hz, np.zeros((1, self.size)))


class Dice(Still):
    def reset(self, *, spec, seed):
        super().reset(spec=spec, seed=seed)
        self.rng = np.random.default_rng(seed)
        self.low, self.high = spec.action_low, spec.action_high

    def infer(self, observation):
        actions = self.rng.uniform(self.low, self.high, (2, self.size))
        return ActionChunk(observation.stamp_ns, self.hz, actions)


class Slow(Still):
    def infer(self, observation):
        time.sleep(0.05)
        return super().infer(observation)


class RaisesWhenMade(Still):
    def __init__(self):
        raise RuntimeError("no weights")


class RaisesInReset(Still):
    def reset(self, *, spec, seed):
        raise KeyError("lost")


class RaisesInInfer(Still):
    def infer(self, observation):
        if observation.stamp_ns > 200_000_000:
            np.linalg.inv(np.zeros((2, 2)))  # the line at fault
        return super().infer(observation)


class Leaves(Still):
    def infer(self, observation):
        sys.exit(0)


class Takes(Still):
    def infer(self):
        return None


class SaysNan(Still):
    def infer(self, observation):
        return ActionChunk(observation.stamp_ns, self.hz, np.full((1, self.size), np.nan))


class WrongShape(Still):
    def infer(self, observation):
        return ActionChunk(observation.stamp_ns, self.hz, np.zeros((1, self.size + 1)))


class NotAChunk(Still):
    def infer(self, observation):
        return np.zeros(self.size)


class NoRate(Still):
    def infer(self, observation):
        return ActionChunk(observation.stamp_ns, None, np.zeros((1, self.size)))


class WantsTruth(Still):
    def infer(self, observation):
        if observation.privileged is not None:
            raise AssertionError("ground truth was handed out unasked")
        return super().infer(observation)


class Wishes(Still):
    """Ends its attempts at 0.3 s, as a person would, by a list of wishes; then stands still."""

    wishes = ()

    def __init__(self):
        self.attempts = iter(self.wishes)

    def reset(self, *, spec, seed):
        super().reset(spec=spec, seed=seed)
        self.wish = next(self.attempts, None)

    def infer(self, observation):
        if self.wish and observation.stamp_ns == 300_000_000:
            raise EndEpisode(self.wish)
        return super().infer(observation)


class Keeps(Wishes):
    wishes = ("keep",)


class Discards(Wishes):
    wishes = ("discard", "discard")


class Stops(Wishes):
    wishes = (None, "stop")


class StopsAtOnce(Wishes):
    wishes = ("stop",)


class KeepsNothing(Still):
    def infer(self, observation):
        raise EndEpisode("keep")


class Closes(Still):
    closed = 0

    def close(self):
        type(self).closed += 1


class FailsToClose(Still):
    def close(self):
        raise RuntimeError("stuck")


class NoReset:
    needs_privileged = False

    def infer(self, observation):
        return None
