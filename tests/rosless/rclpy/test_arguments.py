import pytest
from rclpy import logging
from rclpy._arguments import parse_arguments, remove_ros_args
from rclpy.exceptions import RCLInvalidROSArgsError, UnknownROSArgsError
from rclpy.logging import LoggingSeverity


def _parse(*words):
    return parse_arguments(["prog", "--ros-args", *words])


@pytest.fixture
def levels():
    yield
    logging.clear_config()


def test_words_outside_of_the_marks_are_not_for_ros():
    words = ["prog", "-r", "x", "--ros-args", "-r", "a:=b", "--", "-p", "--ros-args", "-p", "c:=1"]
    found = parse_arguments(words)
    assert (len(found.remaps), len(found.parameters)) == (1, 1)
    assert remove_ros_args(words) == ["prog", "-r", "x", "-p"]
    assert remove_ros_args(["prog", "--", "x"]) == ["prog", "--", "x"]


def test_the_first_rule_that_fits_renames():
    found = _parse("-r", "other:a:=/x", "--remap", "a:=/y", "-r", "a:=/z")
    assert found.remap_topic("/a", "node", "node", "/") == "/y"
    assert found.remap_topic("/a", "node", "other", "/") == "/x"
    assert found.remap_service("/a", "other", "new", "/") == "/x"
    assert found.remap_topic("/b", "node", "node", "/") is None


def test_a_node_gets_its_name_and_namespace():
    found = _parse("-r", "talker:__ns:=/a", "-r", "__ns:=/b", "-r", "talker:__node:=speaker")
    assert found.remap_node_name("talker") == "speaker"
    assert found.remap_node_name("listener") is None
    assert found.remap_namespace("talker") == "/a"
    assert found.remap_namespace("listener") == "/b"
    assert _parse().remap_namespace("talker") is None


def test_parameters_come_from_words_and_files_and_later_ones_win(tmp_path):
    path = tmp_path / "parameters.yaml"
    path.write_text(
        "{/**: {ros__parameters: {a: 1, b: 1, c: 1}}, /ns/node: {ros__parameters: {b: 2}}}",
        encoding="utf-8",
    )
    found = _parse(
        "-p", "a:=9", "--params-file", str(path), "--param", "c:=x", "-p", "node:d:=[1]"
    )
    values = {name: p.value for name, p in found.parameter_overrides("/ns/node").items()}
    assert values == {"a": 1, "b": 2, "c": "x", "d": [1]}
    others = {name: p.value for name, p in found.parameter_overrides("/other").items()}
    assert others == {"a": 1, "b": 1, "c": "x"}


def test_values_are_typed_as_yaml():
    found = _parse("-p", "a.b:=1e-3", "-p", "c:=true", "-p", "d:='7'").parameter_overrides("/n")
    assert [found[name].value for name in ("a.b", "c", "d")] == [0.001, True, "7"]


@pytest.mark.usefixtures("levels")
def test_log_levels_are_set():
    found = _parse("--log-level", "debug", "--log-level", "ns.node:=ERROR")
    found.apply_log_levels()
    assert logging.get_logger_effective_level("any") is LoggingSeverity.DEBUG
    assert logging.get_logger_effective_level("ns.node.child") is LoggingSeverity.ERROR


@pytest.mark.usefixtures("levels")
def test_the_console_can_be_turned_off(capsys):
    _parse("--disable-stdout-logs").apply_log_levels()
    logging.get_logger("node").error("not seen")
    _parse("--enable-stdout-logs").apply_log_levels()
    logging.get_logger("node").error("seen")
    assert [line[-4:] for line in capsys.readouterr().err.splitlines()] == ["seen"]


def test_enclaves_and_kinds_of_logs_are_kept():
    found = _parse("-e", "/enc", "--disable-rosout-logs", "--log-config-file", "x.yaml")
    assert found.enclave == "/enc"
    assert found.logs == {"rosout": False}
    assert _parse().enclave == "/"


def test_nodes_publish_their_log_unless_the_command_line_says_no(company):
    nodes = company(167, "--ros-args", "--disable-rosout-logs")
    silent = nodes.node("silent")
    loud = nodes.node("loud", cli_args=["--ros-args", "--enable-rosout-logs"])
    nodes.spin_until(lambda: silent.count_publishers("/rosout") > 0)
    (told,) = silent.get_publishers_info_by_topic("/rosout")
    assert told.node_name == loud.get_name()


def test_unknown_words_are_refused_by_name():
    with pytest.raises(UnknownROSArgsError, match=r"\['--foo', 'bar'\]"):
        _parse("--foo", "bar")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["-r"], "trailing -r flag"),
        (["-r", "no rule"], "Failed to parse ROS arguments: Couldn't parse remap rule: 'no rule'"),
        (["-p", "a"], "parameter override rule: 'a'"),
        (["-p", "a:="], "no value of a parameter: None"),
        (["-p", "a:=[1, 2.0]"], "a list must be of one type"),
        (["-p", "a:=[1"], "Couldn't parse parameter override rule"),
        (["--log-level", "loud"], "known levels: unset, debug"),
        (["--log-level", ":=info"], "expected .logger:=.LEVEL"),
        (
            ["--params-file", "/nowhere.yaml"],
            "params file: .*No such file.*/nowhere.yaml",
        ),
    ],
)
def test_a_word_that_is_written_wrongly_is_refused(words, reason):
    with pytest.raises(RCLInvalidROSArgsError, match=reason):
        _parse(*words)
