"""The what-ifs of a replay by their kinds; each is written `KIND=ARGUMENT`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.types import EpisodeSpec, Observation
from physai_sim.evaluation.replay.perturbation import Perturbation
from physai_sim.evaluation.replay.sensor_faults import WHERE, Delay, Drop, Noise


class Instruction(Perturbation):
    """`instruction=TEXT`: the policy is told something else."""

    def __init__(self, text: str, argument: str) -> None:
        super().__init__(text)
        self._told = argument

    def begin(self, spec: EpisodeSpec, seed: int) -> EpisodeSpec:
        """See the base."""
        del seed
        return dataclasses.replace(spec, instruction=self._told)

    def seen(self, observation: Observation) -> Observation:
        """See the base."""
        return dataclasses.replace(observation, instruction=self._told)


KINDS: dict[str, Callable[[str, str], Perturbation]] = {
    "instruction": Instruction,
    "drop": Drop,
    "delay": Delay,
    "noise": Noise,
}


def perturbation(text: str) -> Perturbation:
    """The perturbation that a text says.

    Raises:
        ConfigError: If it is not `KIND=ARGUMENT`, or its argument makes no sense.
        UnknownNameError: If there is no such kind.
    """
    kind, equals, argument = text.partition("=")
    if not equals or not argument:
        raise ConfigError("no perturbation", where=WHERE, got=text, expected="KIND=ARGUMENT")
    if kind not in KINDS:
        raise UnknownNameError("unknown perturbation", where=WHERE, got=kind, known=KINDS)
    return KINDS[kind](text, argument)
