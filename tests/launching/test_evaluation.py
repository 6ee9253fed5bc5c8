import os

import pytest

from physai_sim.core.errors import PhysAIError
from physai_sim.launching.evaluation import declared_arguments, make_plan


def test_an_argument_has_its_default_unless_it_is_given(commands_of):
    tags = """
        - arg: {name: a, default: "1"}
        - arg: {name: b, default: $(var a)2}
        - executable: {cmd: echo $(var a) $(var b)}
    """
    assert commands_of(tags) == [["echo", "1", "12"]]
    assert commands_of(tags, a="x") == [["echo", "x", "x2"]]
    assert commands_of(tags, b="y z") == [["echo", "1", "y z"]]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "launch argument 'a' has no default and was not given; expected a:=VALUE"),
        ({"a": "9"}, "launch argument 'a' is none of its choices, got '9' (known: 1, 2)"),
        (
            {"a": "1", "bb": "2"},
            "no such launch argument, got 'bb'; did you mean 'b' (known: a, b)",
        ),
    ],
)
def test_an_argument_that_is_missing_unknown_or_no_choice_is_refused(plan_of, given, says):
    tags = """
        - arg: {name: a, choice: [{value: "1"}, {value: "2"}]}
        - arg: {name: b, default: ""}
    """
    with pytest.raises(PhysAIError) as caught:
        plan_of(tags, **given)
    assert says in str(caught.value).replace("?", "")


@pytest.mark.parametrize(
    ("condition", "taken"),
    [
        *(("if: 'true'", True), ("if: ' FALSE '", False), ("if: '0'", False)),
        *(("unless: '1'", False), ("unless: 'false'", True)),
        ("if: $(eval \"'$(var a)' == 'yes'\")", True),
    ],
)
def test_conditions_decide_what_is_taken(commands_of, condition, taken):
    tags = f'- let: {{name: a, value: "yes"}}\n- executable:\n    cmd: echo\n    {condition}\n'
    assert bool(commands_of(tags)) is taken


def test_what_a_group_sets_holds_within_it_alone(commands_of):
    assert commands_of("""
        - let: {name: a, value: out}
        - group:
          - let: {name: a, value: in}
          - set_env: {name: COLOUR, value: red}
          - executable: {cmd: echo $(var a) $(env COLOUR)}
        - executable: {cmd: echo $(var a) $(env COLOUR none)}
        - group:
            scoped: false
            children:
            - let: {name: a, value: kept}
        - executable: {cmd: echo $(var a)}
    """) == [["echo", "in", "red"], ["echo", "out", "none"], ["echo", "kept"]]


def test_a_group_that_does_not_forward_begins_anew_but_for_what_it_keeps(commands_of):
    assert commands_of("""
        - let: {name: a, value: out}
        - group:
            forwarding: false
            children:
            - keep: {name: k, value: $(var a)!}
            - executable: {cmd: echo $(var a none) $(var k)}
    """) == [["echo", "none", "out!"]]


def test_namespaces_add_up_within_groups_and_absolute_ones_begin_anew(commands_of):
    def namespace(words):
        return next((word for word in words if word.startswith("__ns")), "")

    found = commands_of("""
        - group:
          - push_ros_namespace: {namespace: x}
          - group:
            - push-ros-namespace: {namespace: y}
            - node: {exec: e}
          - node: {exec: e, namespace: z}
          - node: {exec: e, namespace: /z}
          - node: {exec: e, namespace: ""}
        - node: {exec: e}
    """)
    assert [namespace(words) for words in found] == [
        *("__ns:=/x/y", "__ns:=/x/z", "__ns:=/z", "__ns:=/x", ""),
    ]


def test_parameters_of_all_nodes_come_before_those_of_one(commands_of):
    [words, after] = commands_of("""
        - group:
          - set_parameter: {name: use_sim_time, value: "true"}
          - set_parameter: {name: gains, value: "[1, 2]"}
          - set_parameter: {name: text, value: "hi there"}
          - node: {exec: e, param: [{name: a, value: 1}]}
        - node: {exec: e}
    """)
    assert words[2:8] == [
        "-p",
        "use_sim_time:=true",
        "-p",
        "gains:=[1, 2]",
        "-p",
        "text:=hi there",
    ]
    assert words[8] == "--params-file"
    assert after == ["e", "--ros-args"]


def test_the_environment_changes_for_what_comes_after(plan_of):
    plan = plan_of("""
        - set_env: {name: COLOUR, value: red}
        - executable: {cmd: a}
        - unset_env: {name: COLOUR}
        - unset_env: {name: HOME}
        - executable: {cmd: b}
    """)
    red, none = (process.environment for process in plan.processes)
    assert red["COLOUR"] == "red"
    assert "COLOUR" not in none
    assert "HOME" not in none
    assert none["PATH"] == os.environ["PATH"]
    assert "COLOUR" not in os.environ


def test_an_included_file_gets_arguments_and_its_own_folder(launch_file, tmp_path):
    (tmp_path / "below").mkdir()
    launch_file(
        """
        - arg: {name: k, default: "no"}
        - arg: {name: j, default: J}
        - executable: {cmd: echo $(var k) $(dirname)}
        """,
        name="below/inner.launch.yaml",
    )
    outer = launch_file("""
        - include:
            file: $(dirname)/below/inner.launch.yaml
            arg: [{name: k, value: v}]
        - executable: {cmd: echo $(var j) $(dirname)}
    """)
    plan = make_plan(outer, {})
    assert [process.command for process in plan.processes] == [
        ("echo", "v", str(tmp_path / "below")),
        ("echo", "J", str(tmp_path)),
    ]
    assert [argument.name for argument in declared_arguments(outer)] == ["k", "j"]
    assert make_plan(outer, {"j": "x"}).processes[1].command[1] == "x"


def test_files_that_include_each_other_without_end_are_refused(launch_file):
    path = launch_file("- include: {file: $(dirname)/it.launch.yaml}")
    with pytest.raises(PhysAIError, match="include each other more than 20 deep"):
        make_plan(path, {})
    assert declared_arguments(path) == []


def test_an_included_file_that_is_missing_is_refused(plan_of):
    with pytest.raises(
        PhysAIError, match=r"include\.file: no launch file, got '/lost.launch.yaml'"
    ):
        plan_of("- include: {file: /lost.launch.yaml}")


def test_messages_are_kept_and_a_shutdown_is_the_last_that_is_taken(plan_of):
    plan = plan_of("""
        - log: {message: a $(eval 1+1)}
        - executable: {cmd: a}
        - shutdown: {reason: enough}
        - executable: {cmd: b}
    """)
    assert (plan.messages, plan.shutdown) == (("a 2",), "enough")
    assert [process.name for process in plan.processes] == ["a-1"]


def test_arguments_within_groups_are_declared_too(launch_file):
    path = launch_file("""
        - arg: {name: a, default: "1"}
        - group:
            if: "false"
            children:
            - arg: {name: b}
            - include: {file: $(var unknown)}
    """)
    assert [argument.name for argument in declared_arguments(path)] == ["a", "b"]
