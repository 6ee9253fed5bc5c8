import numpy as np
import pytest

from physai_sim.generation.critics.language.video_patches import (
    LEAST_TOKENS,
    MOST_FRAMES,
    MOST_TOKENS,
    PatchShape,
    chosen_frames,
    fitted,
    video_patches,
)

SHAPE = PatchShape()


def test_four_frames_a_second_are_looked_at_from_the_first_to_the_last():
    chosen = chosen_frames(49, 24)
    assert (chosen[0], chosen[-1], len(chosen)) == (0, 48, 8)


def test_a_long_video_is_looked_at_in_so_many_frames_as_the_model_takes():
    assert len(chosen_frames(100_000, 24)) == MOST_FRAMES


@pytest.mark.parametrize(("size", "pairs"), [((64, 64), 1), ((2160, 3840), 8), ((480, 640), 30)])
def test_frames_are_scaled_to_whole_tokens_within_the_budget(size, pairs):
    rows, columns = fitted(size, pairs, unit_px=32)
    assert rows % 32 == columns % 32 == 0
    assert LEAST_TOKENS <= pairs * rows * columns // 1024 <= MOST_TOKENS
    assert rows / columns == pytest.approx(size[0] / size[1], rel=0.15)


def test_an_odd_number_of_frames_ends_with_the_last_one_twice():
    frames = np.zeros((3, 64, 64, 3), np.uint8)
    patches = video_patches(frames, 4, SHAPE)
    assert patches.grid[0] == 2
    assert patches.times_s == (0.125, 0.5)


def test_colours_go_from_minus_one_to_one():
    frames = np.zeros((2, 64, 64, 3), np.uint8)
    frames[1] = 255
    values = video_patches(frames, 4, SHAPE).values
    assert (values.min(), values.max()) == (-1.0, 1.0)


def test_each_patch_holds_its_own_square_of_both_frames():
    rows, columns = fitted((512, 512), 1, unit_px=32)
    frames = np.zeros((2, rows, columns, 3), np.uint8)
    frames[1, 16:32, 32:48, 2] = 255  # second frame; row 1, column 2 of the patches; blue
    patches = video_patches(frames, 4, SHAPE)
    lit = np.flatnonzero((patches.values > 0).any(axis=1))
    # Squares of 2 x 2 patches go first: this is the second square, its third patch.
    np.testing.assert_array_equal(lit, [6])
    by_colour = patches.values[6].reshape(3, 2, 16, 16)
    assert (by_colour[2, 1] == 1.0).all()
    assert (by_colour[:2] == -1.0).all()
    assert (by_colour[2, 0] == -1.0).all()


@pytest.mark.slow
def test_a_still_video_is_cut_as_transformers_cuts_a_picture():
    pytest.importorskip("transformers", reason="transformers is missing (make setup-critic)")
    from transformers.models.qwen2_vl import image_processing_pil_qwen2_vl as theirs

    rows, columns = fitted((512, 640), 1, unit_px=32)
    picture = np.random.default_rng(1).integers(0, 256, (rows, columns, 3), dtype=np.uint8)
    half = [0.5] * 3
    processor = theirs.Qwen2VLImageProcessorPil(
        patch_size=16, do_resize=False, image_mean=half, image_std=half
    )
    wanted = processor(picture, return_tensors="np")
    patches = video_patches(np.stack([picture] * 2), 4, SHAPE)
    assert patches.grid == tuple(wanted["image_grid_thw"][0])
    np.testing.assert_allclose(patches.values, wanted["pixel_values"], atol=1e-6)
