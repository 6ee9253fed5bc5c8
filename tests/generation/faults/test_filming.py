"""Films of other episodes, and of this one with a body drawn otherwise."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.faults._filming import Retouch, clip_of, filmed, hidden, retouched


def test_the_same_episode_gives_the_true_film(falling_ball_truth):
    assert np.array_equal(
        filmed(falling_ball_truth, falling_ball_truth.source), falling_ball_truth.rgb
    )


def test_drawing_otherwise_changes_no_physics(falling_ball_truth):
    """A frame that is drawn anew as it was, after others were drawn otherwise, is the true one."""
    as_it_was = Retouch(lambda world: None)
    frames = retouched(falling_ball_truth, {5: Retouch(hidden("ball")), 20: as_it_was})
    assert np.array_equal(frames[20], falling_ball_truth.rgb[20])
    assert not np.array_equal(frames[5], falling_ball_truth.rgb[5])


def test_a_fault_that_shows_nothing_is_refused(falling_ball_truth):
    with pytest.raises(ConfigError, match="the fault gravity shows nothing in this film"):
        clip_of("gravity", falling_ball_truth, falling_ball_truth.rgb.copy())
