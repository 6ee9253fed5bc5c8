"""Films of about the same quality count as one."""

from physai_sim.generation.physics.coding.coding import Coding


def test_quantisers_that_are_near_are_one_whatever_the_bits():
    one, other = (Coding("h264", "yuv420p", bits, at) for bits, at in ((0.1, 23.4), (0.3, 24.6)))
    assert one.rounded == other.rounded
    assert one.rounded.quantiser == 24.0


def test_quantisers_that_are_apart_are_two():
    one, other = (Coding("h264", "yuv420p", 0.1, at) for at in (20.0, 23.5))
    assert one.rounded != other.rounded


def test_without_a_quantiser_bits_are_rounded_by_ratio():
    near = [Coding("hevc", "yuv420p", bits).rounded for bits in (0.100, 0.105)]
    assert near[0] == near[1]
    assert abs(near[0].bits_per_pixel / 0.1 - 1.0) < 0.13
    assert Coding("hevc", "yuv420p", 0.2).rounded != near[0]


def test_codecs_and_pixel_formats_are_kept_apart():
    codings = [Coding(c, p, 0.1).rounded for c in ("hevc", "vp9") for p in ("yuv420p", "yuv444p")]
    assert len(set(codings)) == 4
