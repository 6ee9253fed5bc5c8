"""Every encoder takes its quality, and equal films give equal bytes."""

import os

import pytest

from physai_sim.generation.physics.coding.encoders import ENCODERS, encoded
from physai_sim.generation.physics.coding.probe import coding_in_memory

FORMATS = {"mjpeg": "yuvj420p"}


@pytest.mark.parametrize("codec", ENCODERS)
def test_a_greater_quantiser_leaves_fewer_bits_of_the_same_codec(film, codec, capfd):
    encoder, pixel_format = ENCODERS[codec], FORMATS.get(codec, "yuv420p")
    span = encoder.worst - encoder.best
    found = [
        coding_in_memory(
            encoded(
                film, encoder, encoder.best + round(s * span), hz=24, pixel_format=pixel_format
            )
        )
        for s in (0.2, 0.8)
    ]
    assert {one.codec for one in found} == {codec}
    assert {one.pixel_format for one in found} == {pixel_format}
    assert found[1].bits_per_pixel < found[0].bits_per_pixel
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("codec", ENCODERS)
def test_equal_films_give_equal_bytes(film, codec):
    made = [
        encoded(
            film, ENCODERS[codec], 20, hz=24, pixel_format=FORMATS.get(codec, "yuv420p")
        ).getvalue()
        for _ in range(2)
    ]
    # A file in matroska begins with a number that differs from file to file.
    assert len(made[0]) == len(made[1])
    assert made[0][-500:-100] == made[1][-500:-100]


@pytest.mark.parametrize("codec", ENCODERS)
def test_who_encodes_goes_on_with_the_priority_it_had(film, codec):
    before = os.sched_getscheduler(0)
    encoded(film, ENCODERS[codec], 20, hz=24, pixel_format=FORMATS.get(codec, "yuv420p"))
    assert os.sched_getscheduler(0) == before
