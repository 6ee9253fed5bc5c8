import sys

import pytest

from physai_sim.core.errors import PhysAIError


def test_a_node_is_told_its_name_namespace_parameters_and_remaps(commands_of, prefix):
    [words] = commands_of(
        """
        - node:
            pkg: demo
            exec: talk
            name: t
            namespace: ns
            args: -v $(var x)
            ros_args: --log-level debug
            param:
            - {name: rate, value: "$(var x)"}
            remap:
            - {from: /tf, to: tf}
            - {from: chatter, to: $(var x)er}
        """.replace("$(var x)", "7")
    )
    assert words == [
        str(prefix / "lib/demo/talk"),
        *("-v", "7", "--ros-args", "--log-level", "debug", "--ros-args"),
        *("-r", "__node:=t", "-r", "__ns:=/ns"),
        *("--params-file", "/ns/t:\n  ros__parameters: {rate: '7'}\n"),
        *("-r", "/tf:=tf", "-r", "chatter:=7er"),
    ]


def test_a_node_without_names_is_told_none_and_its_parameters_are_for_whichever_it_is(commands_of):
    [words] = commands_of("- node: {exec: e, param: [{name: a, value: 1}]}")
    assert words == ["e", "--ros-args", "--params-file", "/**:\n  ros__parameters: {a: 1}\n"]


def test_an_empty_namespace_is_the_root(commands_of):
    [words] = commands_of("- node: {exec: e, name: n, namespace: ''}")
    assert words[-4:] == ["-r", "__node:=n", "-r", "__ns:=/"]


def test_words_are_split_at_spaces_but_never_within_a_substitution(commands_of):
    [words] = commands_of("""
        - let: {name: x, value: "a b"}
        - executable:
            cmd: echo $(var x) 'c d'  e$(var x)f $(var x)$(var x) "g"h
    """)
    assert words == ["echo", "a b", "c d", "ea bf", "a ba b", "gh"]


def test_the_options_of_a_process_arrive(plan_of):
    [process] = plan_of("""
        - let: {name: again, value: "1"}
        - executable:
            cmd: run me
            name: it
            output: screen
            respawn: $(var again)
            respawn_delay: 0.5
            respawn_max_retries: 3
            sigterm_timeout: 1.0
            sigkill_timeout: 2.0
            cwd: /tmp
            shell: true
            emulate_tty: true
            launch-prefix: nice -n 5
            on_exit: shutdown
            env: [{name: COLOUR, value: red}]
    """).processes
    assert process.name == "it-1"
    assert process.command == ("nice", "-n", "5", "run", "me")
    assert (process.output, process.folder, process.shell, process.tty) == (
        *("screen", "/tmp"),
        *(True, True),
    )
    assert (process.respawn, process.respawn_delay_s, process.respawn_retries) == (True, 0.5, 3)
    assert (process.sigterm_s, process.sigkill_s, process.ends_launch) == (1.0, 2.0, True)
    assert process.environment["COLOUR"] == "red"


def test_processes_are_numbered_and_named_after_their_program(plan_of, prefix):
    plan = plan_of("""
        - executable: {cmd: /bin/echo a}
        - node: {pkg: demo, exec: talk}
        - node: {pkg: demo, exec: talk, exec_name: speaker}
    """)
    assert [process.name for process in plan.processes] == ["echo-1", "talk-2", "speaker-3"]


def test_our_node_runs_as_a_module_under_the_name_of_its_program(plan_of, monkeypatch):
    monkeypatch.delenv("AMENT_PREFIX_PATH", raising=False)
    [process] = plan_of("- node: {pkg: physai_sim, exec: replay_node}").processes
    assert process.command[:3] == (sys.executable, "-m", "physai_sim.ros.replay_node")
    assert process.name == "replay_node-1"


def test_time_outs_can_be_set_for_the_whole_launch(plan_of):
    plan = plan_of("""
        - let: {name: sigterm_timeout, value: "0.5"}
        - executable: {cmd: a}
        - executable: {cmd: b, sigterm_timeout: 2.0}
    """)
    assert [process.sigterm_s for process in plan.processes] == [0.5, 2.0]
    assert [process.sigkill_s for process in plan.processes] == [5.0, 5.0]


@pytest.mark.parametrize(
    ("tags", "says"),
    [
        ("- executable: {cmd: '  '}", "empty command"),
        ("- executable: {cmd: a, output: loud}", "unknown output, got 'loud'"),
        ("- executable: {cmd: a, respawn: often}", "not a condition, got 'often'"),
        ("- node: {exec: e, name: a-b}", "bad node name, got 'a-b'"),
        ("- node: {exec: e, name: ''}", "bad node name, got ''"),
        ("- node: {exec: e, namespace: a//b}", "bad namespace, got 'a//b'"),
        ("- node: {exec: e, namespace: 1a}", "bad namespace"),
        ("- node: {pkg: lost, exec: e}", "no such package, got 'lost'"),
        ("- let: {name: sigkill_timeout, value: soon}\n- executable: {cmd: a}", "not a time-out"),
    ],
)
def test_what_cannot_be_started_is_refused_before_anything_is(plan_of, prefix, tags, says):
    with pytest.raises(PhysAIError) as caught:
        plan_of(tags)
    assert says in str(caught.value)
