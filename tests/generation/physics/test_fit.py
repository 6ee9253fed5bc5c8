"""Videos that do not belong to the truth beside them are refused or warned of."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.fit import check_fit, cut, in_common, view_of


@pytest.fixture
def clip(push_truth):
    return Clip("the film", push_truth.hz, push_truth.rgb)


def test_the_true_film_fits_itself(clip, push_truth):
    assert check_fit(clip, push_truth) == ()


def test_the_film_to_compare_with_is_as_the_clip_is(clip, push_truth):
    assert view_of(clip, "front_camera") == push_truth.view


def test_another_length_names_both(clip, push_truth):
    short = replace(clip, frames=clip.frames[:7])
    with pytest.raises(ConfigError, match=f"got 7; expected {len(push_truth.rgb)}"):
        check_fit(short, push_truth)


def test_another_rate_is_refused(clip, push_truth):
    with pytest.raises(ConfigError, match="frames per second, got 10; expected 12"):
        check_fit(replace(clip, hz=10), push_truth)


def test_another_size_is_refused(clip, push_truth):
    with pytest.raises(ConfigError, match="another size"):
        check_fit(replace(clip, frames=clip.frames[:, :, :80]), push_truth)


def test_a_mask_of_what_the_world_does_not_have_is_refused(clip, push_truth):
    masks = {"cbue": push_truth.mask("cube")}
    with pytest.raises(UnknownNameError, match="did you mean 'cube'"):
        check_fit(replace(clip, masks=masks), push_truth)


def test_a_clip_is_cut_with_all_that_comes_with_it(clip, push_truth):
    whole = replace(clip, masks={"cube": push_truth.mask("cube")}, depth_m=push_truth.depth_m)
    part = cut(whole, 5)
    assert len(part.frames) == len(part.masks["cube"]) == len(part.depth_m) == 5
    with pytest.raises(ConfigError, match="as many as the video has"):
        cut(clip, 1000)


def test_another_scene_is_warned_of(clip, push_truth, lane_curve_truth):
    other = np.concatenate([lane_curve_truth.rgb[:1], clip.frames[1:]])
    (told,) = check_fit(replace(clip, frames=other), push_truth)
    assert "little in common" in told


def test_colours_do_not_count_for_what_is_in_common(push_truth):
    first = push_truth.rgb[0]
    assert in_common(first, 255 - first) == pytest.approx(1.0, abs=0.01)
    assert in_common(first, np.zeros_like(first)) == 0.0


def test_a_stretched_picture_is_warned_of(push_truth, clip):
    source = replace(push_truth.source, config=_wider(push_truth.source.config))
    (told,) = check_fit(clip, replace(push_truth, source=source))
    assert "stretched" in told


def _wider(config):
    from physai_sim.core.config import load_world

    return load_world(config.name, ["sensors.front_camera.width_px=320"])
