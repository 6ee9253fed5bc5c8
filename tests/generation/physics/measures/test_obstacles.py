"""Row 26: bodies are held against the projections of their boxes."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.generation.physics.measures.obstacles import Obstacles
from physai_sim.generation.physics.tracking.look import look_at_truth

MEASURE = Obstacles()


@pytest.fixture(scope="module")
def seen(push_truth):
    return look_at_truth(push_truth, how="masks")


def test_bodies_of_the_true_film_lie_in_their_boxes(seen, push_truth):
    score = MEASURE.score(seen, push_truth)
    assert score.value > 0.9
    assert set(score.parts["missed"].values()) == {0}


def test_a_body_beside_its_box_is_missed_in_each_frame(seen, push_truth):
    cube = seen.tracks["cube"]
    away = replace(cube, masks=np.roll(cube.masks, 40, axis=2))
    score = MEASURE.score(replace(seen, tracks={"cube": away}), push_truth)
    assert score.value < 0.1
    assert score.parts["missed"]["cube"] > 0.9 * len(push_truth.stamps_ns)


def test_frames_with_something_alike_are_false_positives(seen, push_truth):
    twice = replace(seen.tracks["cube"], copies=np.ones(len(push_truth.stamps_ns), dtype=int))
    score = MEASURE.score(replace(seen, tracks={"cube": twice}), push_truth)
    assert score.parts["false_positives"] == {"cube": len(push_truth.stamps_ns)}


def test_without_bodies_nothing_is_told(seen, push_truth):
    assert MEASURE.score(replace(seen, tracks={}), push_truth).value is None
    assert MEASURE.limit(0.9, push_truth) == pytest.approx(0.45)
