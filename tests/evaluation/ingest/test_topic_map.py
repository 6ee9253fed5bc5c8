from pathlib import Path

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.evaluation.ingest.topic_map import TopicMap, load_topic_map

TEXT = """
topics:
  odometry: /car/odometry
  command: /car/drive
robot: car
kind: car
wheelbase_m: 2.7
size_m: [4.5, 1.8, 1.5]
middle_m: [1.35, 0.0, 0.7]
control_hz: 20
instruction: Drive to the gate.
lane_width_m: 3.5
world: lane_curve
offset: {x_m: 1.0, yaw_rad: 0.5}
frames: {base: base_footprint}
"""


def written(folder, text):
    path = folder / "map.yaml"
    path.write_text(text)
    return path


def test_a_whole_map_is_read(tmp_path):
    found = load_topic_map(written(tmp_path, TEXT))
    assert found.topics == {"odometry": "/car/odometry", "command": "/car/drive"}
    assert (found.robot, found.kind, found.wheelbase_m, found.control_hz) == (
        "car",
        "car",
        2.7,
        20,
    )
    assert (found.size_m, found.middle_m) == ((4.5, 1.8, 1.5), (1.35, 0.0, 0.7))
    assert (found.offset.x_m, found.offset.y_m, found.offset.yaw_rad) == (1.0, 0.0, 0.5)
    assert (found.frames.world, found.frames.base) == ("map", "base_footprint")


def test_what_is_not_said_is_not_known(tmp_path):
    found = load_topic_map(written(tmp_path, "robot: ego\n"))
    assert found == TopicMap(robot="ego")
    assert found.wheelbase_m is found.kind is found.world is None


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("wheelbase_m: 2.7", "wheelbase: 2.7"), "map.yaml:7: wheelbase: unknown key"),
        (("wheelbase_m: 2.7", "wheelbase_m: 0"), "map.yaml:7: wheelbase_m: wrong value, got 0"),
        (("wheelbase_m: 2.7", "wheelbase_m: '2'"), "map.yaml:7: wheelbase_m: wrong value"),
        (("/car/drive", "drive"), "map.yaml:4: topics.command: wrong value, got 'drive'"),
        (("odometry:", "odom:"), "map.yaml:3: topics.odom"),
        (("kind: car", "kind: boat"), "map.yaml:6: kind: wrong value, got 'boat'"),
        (("[4.5, 1.8, 1.5]", "[4.5, 1.8]"), "map.yaml:8: size_m"),
        (("control_hz: 20", "control_hz: 20.5"), "map.yaml:10: control_hz"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(tmp_path, change, line):
    with pytest.raises(ConfigError) as caught:
        load_topic_map(written(tmp_path, TEXT.replace(*change)))
    assert str(caught.value).startswith(line)


def test_a_map_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load_topic_map(tmp_path / "none.yaml")


def test_the_map_of_the_documentation_is_one(tmp_path):
    text = (Path(__file__).parents[3] / "docs" / "evaluate.md").read_text(encoding="utf-8")
    example = text.split("```yaml\n")[1].split("```")[0]
    found = load_topic_map(written(tmp_path, example))
    assert set(type(found).model_fields) == found.model_fields_set
