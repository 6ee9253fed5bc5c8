from rcl_interfaces.msg import LoggerLevel
from rcl_interfaces.srv import GetLoggerLevels, SetLoggerLevels
from rclpy import logging
from rclpy.logging import LoggingSeverity


def test_levels_are_told_and_set(company):
    nodes = company(159)
    nodes.node("node", enable_logger_service=True)
    asker = nodes.node("asker")
    setter = asker.create_client(SetLoggerLevels, "/node/set_logger_levels")
    getter = asker.create_client(GetLoggerLevels, "/node/get_logger_levels")
    levels = [LoggerLevel(name="tested", level=40), LoggerLevel(name="tested", level=41)]
    try:
        results = nodes.ask(setter, levels=levels).results
        assert [result.successful for result in results] == [True, False]
        assert "Invalid logger level" in results[1].reason
        assert logging.get_logger_level("tested") is LoggingSeverity.ERROR
        told = nodes.ask(getter, names=["tested", "other"]).levels
        assert [(level.name, level.level) for level in told] == [("tested", 40), ("other", 0)]
    finally:
        logging.clear_config()


def test_nothing_is_served_unless_it_is_asked_for(company):
    node = company(159).node("node")
    assert not any("logger_levels" in service.service_name for service in node.services)
