import io
import re

import pytest
from rclpy._log_console import Console, Record
from rclpy.impl.logging_severity import LoggingSeverity

VARIABLES = (
    "RCUTILS_CONSOLE_OUTPUT_FORMAT",
    "RCUTILS_LOGGING_USE_STDOUT",
    "RCUTILS_COLORIZED_OUTPUT",
)


@pytest.fixture(autouse=True)
def _no_wishes(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def _record(severity=LoggingSeverity.INFO):
    return Record(severity, "a.b", "it works", "/x/y.py", "run", 12, 1_700_000_000_000_000_007)


def test_a_message_is_written_to_the_standard_error(capsys):
    Console().write(_record())
    said = capsys.readouterr()
    assert said.err == "[INFO] [1700000000.000000007] [a.b]: it works\n"
    assert said.out == ""


def test_the_environment_chooses_the_stream(capsys, monkeypatch):
    monkeypatch.setenv("RCUTILS_LOGGING_USE_STDOUT", "1")
    Console().write(_record())
    assert capsys.readouterr().out.endswith("it works\n")


def test_the_environment_chooses_the_format(monkeypatch):
    form = r"{severity}|{name}|{file_name}:{line_number}|{function_name}\t{time_as_nanoseconds}{x}"
    monkeypatch.setenv("RCUTILS_CONSOLE_OUTPUT_FORMAT", form)
    text = Console().text(_record())
    assert text == "INFO|a.b|/x/y.py:12|run\t1700000000000000007{x}"
    monkeypatch.setenv("RCUTILS_CONSOLE_OUTPUT_FORMAT", "{date_time_with_ms}")
    assert re.fullmatch(r"2023-11-1[45] \d\d:\d\d:20\.000", Console().text(_record()))


def test_braces_in_a_message_stay_what_they_are(monkeypatch):
    monkeypatch.setenv("RCUTILS_CONSOLE_OUTPUT_FORMAT", "{message}")
    record = Record(LoggingSeverity.INFO, "n", "{name} {severity}", "f", "g", 1, 0)
    assert Console().text(record) == "{name} {severity}"


def test_colours_are_for_terminals_unless_the_environment_wants_them(capsys, monkeypatch):
    Console().write(_record(LoggingSeverity.ERROR))
    assert "\033" not in capsys.readouterr().err
    monkeypatch.setenv("RCUTILS_COLORIZED_OUTPUT", "1")
    Console().write(_record(LoggingSeverity.ERROR))
    assert capsys.readouterr().err.startswith("\033[31m[ERROR]")


@pytest.mark.parametrize("name", ["RCUTILS_LOGGING_USE_STDOUT", "RCUTILS_COLORIZED_OUTPUT"])
def test_a_wish_that_makes_no_sense_is_refused(monkeypatch, name):
    monkeypatch.setenv(name, "yes")
    with pytest.raises(ValueError, match=f"{name}: expected 0 or 1, got 'yes'"):
        Console()


def test_nobody_reading_any_more_is_no_failure(monkeypatch):
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr("sys.stderr", closed)
    Console().write(_record())
    monkeypatch.setattr("sys.stderr", None)
    Console().write(_record())
