import io

import pytest

from physai_sim.launching.console import MAX_LINE, Console, Lines


def test_bytes_become_lines_wherever_they_are_cut():
    lines = Lines()
    text = "één\r\nzwei\n\nlast".encode()
    taken = [line for byte in text for line in lines.take(bytes([byte]))]
    assert taken == ["één", "zwei", ""]
    assert lines.end() == ["last"]
    assert lines.end() == []


def test_bytes_that_are_no_text_are_shown_as_such():
    lines = Lines()
    assert lines.take(b"a\xff\xc3\n") == ["a\\xff\\xc3"]
    assert lines.take(b"\xc3") == []
    assert lines.end() == ["\\xc3"]


def test_a_line_without_end_is_cut():
    lines = Lines()
    assert [len(line) for line in lines.take(b"x" * (2 * MAX_LINE + 5))] == [MAX_LINE, MAX_LINE]
    assert lines.end() == ["xxxxx"]


@pytest.mark.parametrize(
    ("output", "shown"),
    [("screen", "oe"), ("both", "oe"), ("full", "oe"), ("log", "e"), ("own_log", "")],
)
def test_the_output_of_a_process_says_what_is_shown(output, shown):
    stream = io.StringIO()
    console = Console(stream)
    console.line("n-1", "o", source="stdout", output=output)
    console.line("n-1", "e", source="stderr", output=output)
    assert stream.getvalue() == "".join(f"[n-1] {letter}\n" for letter in shown)


def test_the_launcher_speaks_as_ros2_launch_does():
    stream = io.StringIO()
    Console(stream).say("INFO", "sim-1", "process started with pid [7]")
    assert stream.getvalue() == "[INFO] [sim-1]: process started with pid [7]\n"


def test_a_log_folder_gets_everything_and_a_file_for_each(tmp_path):
    with Console(io.StringIO(), tmp_path / "logs") as console:
        console.say("INFO", "launch", "begins")
        console.line("n-1", "quiet", source="stdout", output="own_log")
    logs = {path.name: path.read_text() for path in (tmp_path / "logs").iterdir()}
    assert logs == {"launch.log": "[INFO] [launch]: begins\n[n-1] quiet\n", "n-1.log": "quiet\n"}


def test_a_reader_who_has_gone_is_noticed():
    class Gone(io.StringIO):
        def flush(self):
            raise BrokenPipeError

    console = Console(Gone())
    assert not console.is_closed
    console.say("INFO", "launch", "x")
    assert console.is_closed
    console.say("INFO", "launch", "y")
