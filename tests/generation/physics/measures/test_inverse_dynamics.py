"""A3: exact with a model made by hand; with a learned one it hears a film that runs too slowly."""

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.generation.physics import recovery
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.measures.inverse_dynamics import InverseDynamics
from physai_sim.generation.physics.sight import Sight

MEASURE = InverseDynamics()


class Off:
    """A model whose first number is off by a quarter of half its range; it knows no other."""

    def __init__(self, truth, explained):
        self._truth, self.explained = truth, np.array(explained)
        self.mean = truth.spec.action_high  # far from all that is asked

    def strangeness(self, motion):
        del motion
        return 1.0

    def worst_error(self, count, told, half):
        del count, told, half
        return 0.2

    def actions(self, motion, count, rates):
        del motion, rates
        half = (self._truth.spec.action_high - self._truth.spec.action_low) / 2
        return (
            np.sign(-self._truth.source.actions[:count]) * half / 4
            + (self._truth.source.actions[:count])
        )


def sight_of(truth, frames):
    return Sight(Clip("a clip", truth.hz, frames), "tracker")


def test_the_error_is_a_share_of_half_the_range(push_truth, monkeypatch):
    model = Off(push_truth, [0.9, 0.1, 0.1, np.nan, np.nan, np.nan, np.nan])
    monkeypatch.setattr(recovery, "model_for", lambda _truth: model)
    score = MEASURE.score(sight_of(push_truth, push_truth.rgb), push_truth)
    assert score.value == pytest.approx(1 / 16)
    assert score.worst_true == 0.2
    assert score.parts["by_number"] == {"x_delta_m": pytest.approx(1 / 16)}
    assert "y_delta_m" in score.parts["left_out"]
    assert score.parts["of_true_film"] == 1.0
    assert not score.parts["within_cosmos_bar"]


def test_a_model_that_recovers_nothing_says_so_with_the_figure(push_truth, monkeypatch):
    model = Off(push_truth, [0.2, 0.31, 0.1, np.nan, np.nan, np.nan, np.nan])
    monkeypatch.setattr(recovery, "model_for", lambda _truth: model)
    score = MEASURE.score(sight_of(push_truth, push_truth.rgb), push_truth)
    assert score.value is None
    assert "0.31 at best" in score.reason


def test_nothing_is_judged_where_a_film_that_tells_nothing_would_pass(push_truth, monkeypatch):
    model = Off(push_truth, [0.9, 0.1, 0.1, np.nan, np.nan, np.nan, np.nan])
    model.mean = push_truth.source.actions.mean(axis=0)
    monkeypatch.setattr(recovery, "model_for", lambda _truth: model)
    score = MEASURE.score(sight_of(push_truth, push_truth.rgb), push_truth)
    assert score.value is None
    assert "a film that shows none" in score.reason


def test_the_limit_is_half_as_much_again_and_a_tenth_of_the_bar(push_truth):
    assert MEASURE.limit(0.04, push_truth) == pytest.approx(0.065)
    assert MEASURE.applies(push_truth)


@pytest.mark.slow
def test_slow_and_mirrored_films_fail_and_the_truth_in_other_colours_passes(
    pick_place_truth, monkeypatch, tmp_path
):
    monkeypatch.setenv("PHYSAI_CACHE", str(tmp_path))
    truth = pick_place_truth
    floor = MEASURE.score(sight_of(truth, truth.rgb), truth).value
    limit = MEASURE.limit(floor, truth)
    warped = registry.find("faults", "time_warp")().plant(truth, 0).frames
    mirrored = np.ascontiguousarray(truth.rgb[:, :, ::-1])
    for frames in (warped, mirrored):
        assert MEASURE.score(sight_of(truth, frames), truth).value > limit
    for frames in (255 - truth.rgb // 2, (truth.rgb[..., [2, 0, 1]] * 0.6).astype(np.uint8)):
        assert MEASURE.score(sight_of(truth, frames), truth).value <= limit
