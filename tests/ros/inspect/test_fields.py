import pytest
from geometry_msgs.msg import PoseWithCovariance, TransformStamped
from tf2_msgs.msg import TFMessage

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.ros.inspect import fields


def test_a_path_has_names_and_places():
    assert fields.parse_path("a.b_2[0][-1].c") == ("a", "b_2", 0, -1, "c")
    assert fields.shown_path(("a", "b_2", 0, -1, "c")) == "a.b_2[0][-1].c"


@pytest.mark.parametrize("text", ["", "a.", ".a", "a[x]", "[0]", "a b", "a[0]b"])
def test_what_is_no_path_is_refused(text):
    with pytest.raises(ConfigError, match="not a path of fields"):
        fields.parse_path(text)


def test_a_part_is_taken_out_of_a_message():
    message = TFMessage(transforms=[TransformStamped(child_frame_id=name) for name in "ab"])
    for text, found in (("transforms[1].child_frame_id", "b"), ("transforms[-2]", None)):
        path = fields.parse_path(text)
        fields.check_path(TFMessage, path)
        assert fields.select(message, path) == (found or message.transforms[0])
    assert fields.select(message, ()) is message


def test_an_array_that_is_too_short_says_its_length():
    with pytest.raises(ConfigError, match=r"covariance\[36\]: no such element, got 36.*than 36"):
        fields.select(PoseWithCovariance(), ("covariance", 36))


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("pose.positon", UnknownNameError, "Pose: no such field, got 'positon'; did you mean 'po"),
        ("pose.position.x.y", ConfigError, "pose.position.x: has no fields, got 'y'"),
        ("pose[0]", ConfigError, r"pose\[0\]: not an array, got 0"),
        ("covariance[0][0]", ConfigError, "not an array"),
        ("covariance.x", ConfigError, "covariance: has no fields, got 'x'"),
    ],
)
def test_a_part_that_no_message_has_is_refused_before_one_is_there(text, kind, says):
    with pytest.raises(kind, match=says):
        fields.check_path(PoseWithCovariance, fields.parse_path(text))


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("sequence<double>", "double"),
        ("sequence<geometry_msgs/Point, 3>", "geometry_msgs/Point"),
        ("sequence<string<10>, 3>", "string<10>"),
        ("double[36]", "double"),
        ("string<10>", None),
        ("geometry_msgs/Point", None),
    ],
)
def test_the_type_of_elements_is_read_from_that_of_the_array(text, element):
    assert fields.element_type(text) == element
