import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.evaluation.replay.perturbations import KINDS, perturbation


@pytest.mark.parametrize(
    "text",
    [
        "instruction=Turn left at the crossing, then stop.",
        "drop=front_camera",
        "drop=front_camera@1s-2s",
        "delay=front_camera:0.3s",
        "noise=odometry:0.1",
    ],
)
def test_what_is_written_names_what_is_made(text):
    found = perturbation(text)
    assert found.text == text
    assert isinstance(found, KINDS[text.partition("=")[0]])


def test_another_instruction_reaches_the_specification_and_every_observation(spec, observation):
    found = perturbation("instruction=Stop = now.")
    assert found.begin(spec, 0).instruction == "Stop = now."
    seen = found.seen(observation(0.1))
    assert seen.instruction == "Stop = now."
    assert seen.stamp_ns == 100_000_000


@pytest.mark.parametrize("text", ["", "drop", "drop=", "=front_camera"])
def test_what_is_no_perturbation_is_refused(text):
    with pytest.raises((ConfigError, UnknownNameError), match="--perturb: "):
        perturbation(text)


def test_an_unknown_kind_names_the_known_and_the_closest():
    with pytest.raises(UnknownNameError, match=r"did you mean 'drop'.*delay, drop, instr"):
        perturbation("dropp=front_camera")
