from pathlib import Path

import pytest
from rclpy import logging
from rclpy.exceptions import RCLError
from rclpy.logging import LoggingSeverity


@pytest.fixture(autouse=True)
def _clear():
    logging.clear_config()
    yield
    logging.clear_config()


def test_a_logger_has_the_level_of_the_nearest_one_above_that_has_one():
    level = logging.get_logger_effective_level
    assert level("a.b.c") is LoggingSeverity.INFO
    logging.set_logger_level("a", LoggingSeverity.ERROR)
    logging.set_logger_level("a.b.c", 10)
    assert level("a.b") is LoggingSeverity.ERROR
    assert level("a.b.c.d") is LoggingSeverity.DEBUG
    assert level("ab") is LoggingSeverity.INFO
    logging.set_logger_level("a.b.c", LoggingSeverity.UNSET)
    assert level("a.b.c.d") is LoggingSeverity.ERROR


def test_the_empty_name_stands_for_all_that_have_no_level():
    logging.set_logger_level("", LoggingSeverity.FATAL)
    assert logging.get_logger_effective_level("x") is LoggingSeverity.FATAL
    logging.set_logger_level("", LoggingSeverity.UNSET)
    assert logging.get_logger_effective_level("x") is LoggingSeverity.UNSET


def test_the_very_level_of_a_logger_is_told():
    logging.set_logger_level("a", LoggingSeverity.WARN)
    assert logging.get_logger_level("a") is LoggingSeverity.WARN
    assert logging.get_logger_level("a.b") is LoggingSeverity.UNSET


def test_a_level_that_is_none_is_refused():
    with pytest.raises(ValueError, match="15"):
        logging.set_logger_level("a", 15)


def test_clearing_takes_levels_back():
    logging.set_logger_level("a", LoggingSeverity.WARN)
    logging.clear_config()
    assert logging.get_logger_effective_level("a") is LoggingSeverity.INFO


def test_severities_are_found_by_name():
    assert logging.get_logging_severity_from_string("warn") is LoggingSeverity.WARN
    with pytest.raises(RCLError, match="'loud'; known: UNSET, DEBUG"):
        logging.get_logging_severity_from_string("loud")


def test_loggers_have_names():
    assert logging.get_logger("a.b").name == "a.b"
    with pytest.raises(ValueError, match="must not be empty"):
        logging.get_logger("")


def test_sinks_are_told_what_was_logged_and_where():
    told = []

    def sink(*what, **where):
        told.append((what, where))

    logging.add_sink(sink)
    logging.get_logger("a").warning("careful")
    logging.get_logger("a").debug("too mild")
    logging.remove_sink(sink)
    logging.remove_sink(sink)
    logging.get_logger("a").warning("not told")
    ((what, where),) = told
    assert what == (LoggingSeverity.WARN, "a", "careful")
    assert where["file"] == __file__
    assert where["function"] == "test_sinks_are_told_what_was_logged_and_where"
    assert where["line"] > 0
    assert where["stamp_ns"] > 0


def test_the_folder_of_log_files_is_that_of_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("ROS_LOG_DIR", str(tmp_path))
    assert logging.get_logging_directory() == tmp_path
    monkeypatch.delenv("ROS_LOG_DIR")
    monkeypatch.setenv("ROS_HOME", str(tmp_path))
    assert logging.get_logging_directory() == tmp_path / "log"
    monkeypatch.delenv("ROS_HOME")
    assert logging.get_logging_directory() == Path.home() / ".ros" / "log"
