import json

import numpy as np
import pytest
from geometry_msgs.msg import Point, Point32, Polygon
from sensor_msgs.msg import LaserScan
from std_msgs.msg import String

from physai_sim.ros.inspect.texts import WHOLE, Style, json_ready, plain, text_of

SCAN = LaserScan(ranges=[1.0] * 200)


def test_a_message_is_yaml_by_default():
    assert text_of(Point(x=1.5), Style()) == "x: 1.5\ny: 0.0\nz: 0.0"
    assert text_of(Point(x=1.5), Style(flow=True)) == "{x: 1.5, y: 0.0, z: 0.0}"
    assert text_of(Point(x=1.5), Style(form="csv")) == "1.5,0.0,0.0"


def test_long_arrays_and_strings_are_cut_off():
    assert text_of(SCAN, Style(length=3)).count("1.0") == 3
    assert text_of(SCAN.ranges, Style(length=3)) == "[1.0, 1.0, 1.0, '...']"
    assert text_of("abcd", Style(length=3)) == "abc..."
    assert text_of(SCAN, Style(length=None)).count("1.0") == 200


def test_arrays_can_be_left_out():
    assert "<sequence type: float, length: 200>" in text_of(SCAN, Style(no_arr=True))
    assert text_of(String(data="abc"), Style(no_str=True)) == "data: '<string length: <3>>'"


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.5, "2.5"), (True, "True"), ("on", "on"), (b"\x07", "7"), (np.float32(0.5), "0.5")],
)
def test_a_single_value_stands_alone(value, text):
    assert text_of(value, Style()) == text


def test_messages_in_a_list_are_a_yaml_list():
    polygon = Polygon(points=[Point32(x=1.0), Point32(y=2.0)])
    assert text_of(polygon.points, Style()).splitlines()[:4] == [
        "- x: 1.0",
        "  y: 0.0",
        "  z: 0.0",
        "- x: 0.0",
    ]
    assert text_of(polygon.points, Style(form="csv")) == "1.0,0.0,0.0,0.0,2.0,0.0"


def test_json_has_all_of_a_message():
    assert json.loads(text_of(SCAN, WHOLE))["ranges"] == [1.0] * 200
    assert plain(np.arange(3)) == [0, 1, 2]
    assert plain(Point()) == {"x": 0.0, "y": 0.0, "z": 0.0}


def test_json_has_no_infinity_and_no_nan():
    found = json_ready({"a": [float("inf"), -float("inf"), float("nan"), 1.0], "b": b"\x01\x02"})
    assert found == {"a": ["Infinity", "-Infinity", "NaN", 1.0], "b": [1, 2]}
