"""What is asked for is refused where folders could not have its names, or tell them apart."""

import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.generation.batch.batch_request import checked_rollouts, form_of


def test_rollouts_are_told_apart_by_their_names():
    twice = [RolloutRequest("a", "reach:0"), RolloutRequest("a", "reach:1")]
    with pytest.raises(ConfigError, match="two rollouts of one name, got 'a'"):
        checked_rollouts(twice)
    with pytest.raises(ConfigError, match="no rollout is asked for"):
        checked_rollouts([])


@pytest.mark.parametrize("name", ["", "..", ".hidden", "a/b", "a b", "x" * 231])
def test_a_name_that_no_folder_should_have_is_refused(name):
    with pytest.raises(ConfigError, match="no name of a rollout"):
        checked_rollouts([RolloutRequest(name, "reach:0")])


def test_a_format_is_one_of_four():
    assert form_of("both") == "both"
    with pytest.raises(UnknownNameError, match="did you mean 'lerobot'"):
        form_of("lerobt")
