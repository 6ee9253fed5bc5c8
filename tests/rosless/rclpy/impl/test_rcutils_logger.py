import pytest
from rclpy import logging
from rclpy.clock import Clock, ClockType, ROSClock
from rclpy.logging import LoggingSeverity
from rclpy.time import Time


@pytest.fixture(autouse=True)
def _clear():
    logging.clear_config()
    yield
    logging.clear_config()


@pytest.fixture
def logger():
    return logging.get_logger("tested")


def test_mild_messages_are_not_logged(logger, capsys):
    assert not logger.debug("debug")
    assert logger.info("info")
    assert logger.warn("warn")
    assert logger.warning("warning")
    assert logger.error("error")
    assert logger.fatal("fatal")
    lines = capsys.readouterr().err.splitlines()
    assert [line.split("]")[0] for line in lines] == [
        "[INFO",
        "[WARN",
        "[WARN",
        "[ERROR",
        "[FATAL",
    ]


def test_a_logger_may_be_told_its_level(logger):
    logger.set_level(LoggingSeverity.DEBUG)
    assert logger.debug("debug")
    assert logger.is_enabled_for(10)
    assert logger.get_child("x").get_effective_level() is LoggingSeverity.DEBUG


def test_the_name_of_a_child_begins_with_its_parents(logger):
    assert logger.get_child("x").name == "tested.x"
    with pytest.raises(ValueError, match="Child logger name must not be empty"):
        logger.get_child("")


def test_a_place_may_log_once(logger):
    assert [logger.info("x", once=True) for _ in range(3)] == [True, False, False]


def test_a_place_may_skip_the_first_time(logger):
    assert [logger.info("x", skip_first=True) for _ in range(3)] == [False, True, True]
    both = [logger.info("x", skip_first=True, once=True) for _ in range(4)]
    assert both == [False, True, False, False]


def test_two_places_are_two_places(logger):
    def log():
        return [logger.info("x", once=True), logger.info("x", once=True)]

    assert log() == [True, True]
    assert log() == [False, False]


def test_a_place_may_be_throttled_by_a_clock(logger):
    clock, logged = ROSClock(), []
    clock._set_ros_time_is_active(True)
    for second in range(6):
        now = Time(seconds=second, clock_type=ClockType.ROS_TIME)
        clock.set_ros_time_override(now)
        logged.append(logger.info("x", throttle_duration_sec=2, throttle_time_source_type=clock))
    assert logged == [False, False, True, False, True, False]


def test_the_system_clock_throttles_by_default(logger):
    assert [logger.info("x", throttle_duration_sec=100) for _ in range(2)] == [True, False]


def test_options_that_make_no_sense_are_refused(logger):
    with pytest.raises(
        TypeError, match='required parameter "throttle_duration_sec" not specified'
    ):
        logger.info("x", throttle_time_source_type=Clock())
    with pytest.raises(TypeError, match='parameter "often" is not one of the recognized'):
        logger.info("x", often=True)
    with pytest.raises(ValueError, match="not a clock instance"):
        logger.info("x", throttle_duration_sec=1, throttle_time_source_type="steady")


@pytest.mark.parametrize(
    ("calls", "what"),
    [
        ([{"severity": LoggingSeverity.INFO}, {"severity": LoggingSeverity.WARN}], "severity"),
        ([{"name": "a"}, {"name": "b"}], "name"),
        ([{"throttle_duration_sec": 1}, {"throttle_duration_sec": 2}], "parameters"),
    ],
)
def test_what_a_place_logs_stays_the_same(logger, calls, what):
    def log():
        for call in calls:
            logger.log("x", **{"severity": LoggingSeverity.INFO, **call})

    with pytest.raises(ValueError, match=f"{what} cannot be changed between calls"):
        log()


def test_another_logger_may_be_named(logger, capsys):
    logger.info("x", name="other")
    assert "[other]: x" in capsys.readouterr().err


def test_a_message_is_a_text(logger):
    with pytest.raises(TypeError, match="must be str, got int"):
        logger.info(5)
