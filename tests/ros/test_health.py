"""Diagnostics go out once a second of wall time, also while the simulation stands."""

import math

from ackermann_msgs.msg import AckermannDriveStamped

REPORT = "diagnostic_msgs/msg/DiagnosticArray"


def test_diagnostics_tell_of_pace_commands_sensors_and_faults(live, blind_world):
    one = live(world=blind_world("lane_curve"), autostart=False, seed=7).start()
    one.state(2)
    reports = one.hear("/diagnostics", REPORT)
    publisher = one.publisher("/ackermann_cmd", "ackermann_msgs/msg/AckermannDriveStamped")
    message = AckermannDriveStamped()
    message.drive.speed = math.nan
    one.tell(publisher, message)
    one.step(10)
    seen = len(reports)
    one.until(lambda: len(reports) >= seen + 2)
    found = {status.name: status for status in reports[-1].status}
    values = {
        name: {pair.key: pair.value for pair in status.values} for name, status in found.items()
    }
    assert values["sim: simulation"]["seed"] == "7"
    assert values["sim: simulation"]["renderer"]
    assert {"real_time_factor", "tick_overruns"} <= set(values["sim: simulation"])
    assert values["sim: commands"]["refused /ackermann_cmd not_finite"] == "1"
    assert values["sim: sensors"]["odometry_nominal_hz"] == "20"
    assert found["sim: ego"].level == b"\x02"
    assert {status.hardware_id for status in found.values()} == {"physai_sim"}
    assert reports[-1].header.stamp.sec > 0
