"""What every critic must keep, whoever adds one; checkpoints are made in memory elsewhere."""

import json

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.generation.critics.base import open_critic
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import View, true_film
from physai_sim.generation.source.from_world import from_world

CRITICS = registry.names("critics")
every_critic = pytest.mark.parametrize("name", CRITICS)
without_a_model = pytest.mark.parametrize(
    "name", [name for name in CRITICS if not registry.find("critics", name).needs_model]
)
_FILMS = []


def film():
    """A short film of the least size, played once in a run."""
    if not _FILMS:
        source = from_world(load_world("falling_ball", ("time_limit_s=2.0",)), 1)
        _FILMS.append(true_film(source, View("front_camera", 12, (64, 64), 18)))
    return _FILMS[0]


@every_critic
def test_it_is_named_as_its_file_and_says_what_it_needs(name):
    kind = registry.find("critics", name)
    assert kind.name == name
    assert isinstance(kind.needs_truth, bool)
    assert isinstance(kind.needs_model, bool)
    assert kind.__doc__


@every_critic
def test_a_checkpoint_is_asked_for_where_it_is_needed_and_refused_elsewhere(name, tmp_path):
    needed = registry.find("critics", name).needs_model
    with pytest.raises(ConfigError, match="--model"):
        open_critic(name, None if needed else tmp_path)


@pytest.mark.slow
@without_a_model
def test_equal_clips_get_equal_scores_with_reasons_and_stay_as_they_are(name):
    truth = film()
    clip, critic = Clip("a clip", truth.hz, truth.rgb.copy()), open_critic(name)
    told, again = (critic.judge(clip, truth, "a ball falls") for _ in range(2))
    assert told == again
    assert told.score in (None, 1, 2, 3, 4, 5)
    assert told.reasons
    assert all(reason and "\n" not in reason for reason in told.reasons)
    json.dumps(told.facts, allow_nan=False)
    assert np.array_equal(clip.frames, truth.rgb)


@without_a_model
def test_without_the_truth_it_judges_all_the_same_or_says_why_not(name):
    critic, clip = open_critic(name), Clip("a clip", 12, film().rgb)
    told = critic.judge(clip, None)
    assert told.reasons
    assert told.score is None or not critic.needs_truth
