"""`python -m physai_sim.rosless` runs a program as Python would."""

import runpy
import sys

import pytest

from physai_sim.rosless import __main__ as command


@pytest.fixture
def run(monkeypatch, tmp_path):
    """`run("script.py", "word")`: as the command, in this process and in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", list(sys.argv))
    monkeypatch.setattr(sys, "path", list(sys.path))
    return lambda *words: command.main(list(words))


def _script(tmp_path, text, name="script.py"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / name)


@pytest.mark.parametrize("words", [[], ["-m"], ["--help"], ["-m", "-x"]])
def test_without_a_program_it_tells_how_it_is_used(run, capsys, words):
    assert run(*words) == 2
    assert capsys.readouterr().err.startswith("usage: python -m physai_sim.rosless")


def test_a_script_that_is_not_there_is_named(run, capsys):
    assert run("missing.py") == 2
    assert "no such script: missing.py" in capsys.readouterr().err


def test_a_script_gets_its_arguments_those_for_ros_as_well(run, tmp_path, capsys):
    script = _script(tmp_path, "import sys; print(__name__, sys.argv)")
    assert run(script, "a", "--ros-args", "-r", "b:=c") == 0
    assert capsys.readouterr().out == f"__main__ {[script, 'a', '--ros-args', '-r', 'b:=c']}\n"


def test_a_script_imports_what_lies_beside_it_and_messages(run, tmp_path, capsys):
    _script(tmp_path, "WORD = 'beside'", "neighbour_of_script.py")
    text = "import rclpy, std_msgs.msg, neighbour_of_script; print(neighbour_of_script.WORD)"
    assert run(_script(tmp_path, text)) == 0
    assert capsys.readouterr().out == "beside\n"


def test_a_module_is_run_with_its_arguments(run, tmp_path, capsys):
    _script(tmp_path, "import sys; print(__name__, sys.argv[1:])", "lone_module.py")
    assert run("-m", "lone_module", "a", "--ros-args") == 0
    assert capsys.readouterr().out == "__main__ ['a', '--ros-args']\n"


@pytest.mark.parametrize("code", [0, 3, "a reason"])
def test_the_exit_code_is_that_of_the_program(run, tmp_path, code):
    with pytest.raises(SystemExit) as left:
        run(_script(tmp_path, f"import sys; sys.exit({code!r})"))
    assert left.value.code == code


def test_what_the_program_raises_comes_out(run, tmp_path):
    with pytest.raises(KeyError, match="lost"):
        run(_script(tmp_path, "raise KeyError('lost')"))


def test_the_module_is_the_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["rosless"])
    monkeypatch.delitem(sys.modules, "physai_sim.rosless.__main__")
    with pytest.raises(SystemExit) as left:
        runpy.run_module("physai_sim.rosless", run_name="__main__")
    assert left.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("print('done')", 0, "done"),
        ("import sys; sys.exit(3)", 3, ""),
        ("raise KeyError('lost')", 1, "KeyError: 'lost'"),
        ("import rclpy; rclpy.init(args=['--ros-args', '--bad'])", 1, "UnknownROSArgsError"),
    ],
)
def test_a_program_of_its_own_process_ends_with_its_code(start, text, code, said):
    program = start(text)
    assert program.ends() == code
    assert said in program.text


@pytest.mark.slow
def test_arguments_for_ros_reach_the_nodes_of_a_script(start):
    program = start(
        """
        import rclpy

        rclpy.init()
        node = rclpy.create_node("node")
        print(node.get_fully_qualified_name(), node.resolve_topic_name("a"))
        node.destroy_node()
        rclpy.shutdown()
        """,
        *("--ros-args", "-r", "__ns:=/space", "-r", "__node:=new", "-r", "a:=b"),
    )
    program.sees("/space/new /space/b")
    assert program.ends() == 0
