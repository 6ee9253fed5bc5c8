import math

import pytest
from tf2_ros.static_transform_publisher import parsed, quaternion_from_rpy, transform_of

from physai_sim.core.geometry import from_rpy

FRAMES = ["--frame-id", "map", "--child-frame-id", "base"]


def _message(*options):
    return transform_of(parsed([*options, *FRAMES]))


def test_frames_and_translation_are_taken_from_the_options():
    message = _message("--x", "1", "--z", "-2.5")
    assert (message.header.frame_id, message.child_frame_id) == ("map", "base")
    moved = message.transform.translation
    assert (moved.x, moved.y, moved.z) == (1.0, 0.0, -2.5)
    assert message.transform.rotation.w == 1.0


def test_angles_turn_about_fixed_axes():
    turned = _message("--roll", "0.1", "--pitch", "-0.7", "--yaw", "2").transform.rotation
    expected = from_rpy(0.1, -0.7, 2.0)
    assert (turned.x, turned.y, turned.z, turned.w) == pytest.approx(expected)
    assert quaternion_from_rpy(0.0, 0.0, math.pi).z == pytest.approx(1.0)


def test_a_quaternion_is_taken_as_it_is():
    turned = _message("--qz", "1", "--qw", "0").transform.rotation
    assert (turned.z, turned.w) == (1.0, 0.0)


@pytest.mark.parametrize(
    "options", [["--x", "1"], [*FRAMES, "--yaw", "1", "--qw", "1"], [*FRAMES, "--x", "much"]]
)
def test_options_that_make_no_transform_end_with_a_usage_error(options, capsys):
    with pytest.raises(SystemExit) as left:
        parsed(options)
    assert left.value.code == 2
    assert "usage: static_transform_publisher" in capsys.readouterr().err
