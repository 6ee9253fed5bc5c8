import pytest
from rclpy._parameter_files import node_matches, read_blocks, read_parameter_file


@pytest.fixture
def write(tmp_path):
    def write_(text):
        path = tmp_path / "parameters.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write_


def test_nodes_and_nested_names_are_read_in_order(write):
    path = write(
        """
        /**: {ros__parameters: {rate: 10}}
        /robot/arm:
          ros__parameters:
            gains: {p: 1.5, i: [0.1, 0.2]}
            frame.id: base
        robot:
          base: {ros__parameters: {speed: 2}}
          empty: {ros__parameters: }
        """
    )
    assert read_blocks(path) == [
        ("/**", {"rate": 10}),
        ("/robot/arm", {"gains.p": 1.5, "gains.i": [0.1, 0.2], "frame.id": "base"}),
        ("/robot/base", {"speed": 2}),
        ("/robot/empty", {}),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- a", "expected a mapping of node names"),
        ("a: 1", "/a: expected a mapping with ros__parameters"),
        ("a: {ros__parameters: 3}", "expected a mapping, got 3"),
        ("a: {ros__parameters: {x: }}", "x: no value of a parameter: None"),
        ("a: {ros__parameters: {x: [[1]]}}", "x: no value of a parameter"),
        ("a: {ros__parameters: {x: [1, 2.0]}}", "x: a list must be of one type, got float, int"),
        ("a: {ros__parameters: {x: [true, 1]}}", "got bool, int"),
        ("a: [", "not YAML"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_place(write, text, reason):
    path = write(text)
    with pytest.raises(RuntimeError, match=reason) as caught:
        read_blocks(path)
    assert path in str(caught.value)


def test_a_file_that_is_missing_or_binary_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"none\.yaml"):
        read_blocks(str(tmp_path / "none.yaml"))
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RuntimeError, match="not YAML"):
        read_blocks(str(tmp_path / "binary"))


@pytest.mark.parametrize(
    ("pattern", "node", "matches"),
    [
        ("/**", "/a/b/c", True),
        ("/*", "/a", True),
        ("/*", "/a/b", False),
        ("/**/arm", "/arm", True),
        ("/**/arm", "/a/b/arm", True),
        ("/*/arm", "/a/arm", True),
        ("/*/arm", "/arm", False),
        ("/a/arm", "/a/arm", True),
        ("/a.arm", "/axarm", False),
    ],
)
def test_stars_stand_for_parts_of_a_name(pattern, node, matches):
    assert node_matches(pattern, node) is matches


def test_nodes_of_a_file_are_chosen_and_win_over_the_wildcard(write):
    path = write("{/a: {ros__parameters: {x: 2}}, /**: {ros__parameters: {x: 1, y: 1}}}")
    assert read_parameter_file(path, ["/a"], use_wildcard=True) == {"x": 2, "y": 1}
    assert read_parameter_file(path, None, use_wildcard=False) == {"x": 2}
    with pytest.raises(RuntimeError, match="does not contain parameters for /b"):
        read_parameter_file(path, ["/b"], use_wildcard=True)
    with pytest.raises(RuntimeError, match="selected parameters"):
        read_parameter_file(write("/**: {}"), None, use_wildcard=False)
    with pytest.raises(RuntimeError, match="not a valid ROS parameter file for node a"):
        read_parameter_file(write("a: {x: 1}"), None, use_wildcard=False)
