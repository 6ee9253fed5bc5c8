from pathlib import Path

import pytest

from physai_sim.core import registry
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.generation.critics.base import Critique, judgement, open_critic

OWN = """
from physai_sim.generation.critics.base import Critic, Critique

class Always(Critic):
    "Says 4."
    name, needs_truth = "always", False

    def judge(self, clip, truth, prompt=""):
        return Critique(4, ())

class Other:
    "No critic."
"""


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.py"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_there_are_two_critics_of_ours():
    assert registry.names("critics") == ("reason2", "state")


def test_a_critic_is_found_by_its_name():
    assert open_critic("state").name == "state"


def test_a_critic_of_ones_own_is_found_by_its_file(own):
    assert open_critic(f"{own}:Always").judge(None, None).score == 4


def test_a_critic_that_needs_a_checkpoint_says_so():
    with pytest.raises(ConfigError, match="--critic: this critic needs a checkpoint"):
        open_critic("reason2")


def test_a_critic_that_needs_none_takes_none():
    with pytest.raises(ConfigError, match="--model: this critic takes no checkpoint"):
        open_critic("state", Path("x"))


def test_an_unknown_critic_is_refused_with_those_that_are_known():
    with pytest.raises(UnknownNameError, match="known: reason2, state"):
        open_critic("stat")


def test_a_class_that_is_no_critic_is_refused(own):
    with pytest.raises(ConfigError, match="not a critic"):
        open_critic(f"{own}:Other")


@pytest.mark.parametrize("score", [0, 6, 4.0, True, "5", float("nan")])
def test_a_score_is_a_whole_number_from_1_to_5_or_none(score):
    with pytest.raises(ConfigError, match="no score of a critic"):
        Critique(score, ())


def test_a_critic_that_gives_something_else_is_refused(own):
    critic = open_critic(f"{own}:Always")
    assert judgement(critic, None, None, "").score == 4
    critic.judge = lambda clip, truth, prompt: "5"
    with pytest.raises(ConfigError, match="always: this critic gives no critique, got 'str'"):
        judgement(critic, None, None, "")
