"""The true film comes through a codec as a clip did, or through H.264, and says so."""

import numpy as np
import pytest

from physai_sim.generation.physics.coding.coding import Coding
from physai_sim.generation.physics.coding.recoding import recoded


@pytest.mark.parametrize("quantiser", [16.0, 24.0, 34.0])
def test_the_quantiser_is_matched_where_it_is_told(film, quantiser):
    found = recoded(film, Coding("h264", "yuv420p", 9.9, quantiser), hz=24)
    assert (found.codec, found.matched, found.wanted) == ("h264", "quantiser", quantiser)
    assert found.reached == pytest.approx(quantiser, abs=1.0)
    assert found.note is None


def test_bits_are_matched_where_it_is_not(film):
    found = recoded(film, Coding("mpeg4", "yuv420p", 0.4), hz=24)
    assert (found.codec, found.matched) == ("mpeg4", "bits_per_pixel")
    assert found.reached == pytest.approx(0.4, rel=0.2)


def test_what_no_encoder_reaches_is_told_as_it_is(film):
    found = recoded(film, Coding("mjpeg", "yuvj420p", 0.001), hz=24)
    assert found.wanted == 0.001
    assert found.reached > 0.1


def test_a_worse_quality_is_farther_from_the_film(film):
    fine, coarse = (recoded(film, Coding("h264", "yuv444p", 0.0, q), hz=24) for q in (10.0, 40.0))
    assert fine.frames.shape == film.shape
    assert fine.psnr_db > coarse.psnr_db + 6
    error = (coarse.frames.astype(float) - film) ** 2
    assert coarse.psnr_db == pytest.approx(10 * np.log10(255**2 / error.mean()), abs=0.01)


def test_a_codec_that_cannot_be_encoded_is_replaced_and_said(film):
    found = recoded(film, Coding("rv40", "yuv420p", 0.3), hz=24)
    assert found.codec == "h264"
    assert "rv40" in found.note
    assert found.matched == "bits_per_pixel"


def test_pictures_that_an_encoder_does_not_take_are_coded_as_they_can_be(film):
    odd = recoded(film[:, :63, :63], Coding("h264", "yuv420p", 0.3, 24.0), hz=24)
    assert odd.frames.shape == (12, 63, 63, 3)
    assert odd.pixel_format == "yuv444p"
    assert "h264 cannot be encoded here" in odd.note


def test_a_pixel_format_that_an_encoder_lacks_is_the_projects_own(film):
    assert recoded(film, Coding("mpeg4", "yuv444p", 0.4), hz=24).pixel_format == "yuv420p"
