"""One context for the process; shaders that compile in every combination."""

import itertools

import pytest

from physai_sim.core.errors import RenderError
from physai_sim.rendering.gl import context as gl

FEATURES = ("NORMALS", "SHADOW", "LAMPS", "FOG", "RAIN", "WET")


def test_there_is_one_context():
    assert gl.context() is gl.context()
    assert "OpenGL" in gl.description()
    assert gl.probe() is None


@pytest.mark.parametrize("pattern", range(len(gl.PATTERNS)))
def test_every_pattern_compiles_with_and_without_weather(pattern):
    named = (f"PATTERN {pattern}",) if pattern else ()
    for features in ((), FEATURES, ("PIXEL_PLACE", *FEATURES), ("FLOW",)):
        wanted = ("PIXEL_PLACE", *features) if set(features) & {"LAMPS", "WET"} else features
        assert gl.program("scene", (*dict.fromkeys(wanted), *named)) is not None


def test_every_pair_of_sky_features_compiles():
    for pair in itertools.combinations(("FOG", "RAIN", "NORMALS", "FLOW"), 2):
        assert gl.program("sky", pair) is not None


def test_a_shader_that_does_not_compile_is_an_error():
    with pytest.raises(RenderError, match="does not compile"):
        gl.program("sky", ("FOG 1\nnonsense",))


def test_an_error_of_the_driver_does_not_pass():
    made = gl.context()
    with pytest.raises(RenderError, match="graphics driver"), gl.checked():
        made.framebuffer([made.renderbuffer((4, 4))]).read(components=4, dtype="u4")
