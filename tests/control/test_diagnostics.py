"""Diagnostics: counts, latencies, rates, faults."""

import pytest

from physai_sim.control.diagnostics import REMEMBERED_STAMPS, Diagnostics, Level, Pace

S = 1_000_000_000
FINE = Pace(1.0, 1.0, 0)


class Wall:
    now = 50 * S

    def __call__(self):
        return self.now


@pytest.fixture
def wall():
    return Wall()


@pytest.fixture
def health(wall):
    facts = {"seed": "7", "renderer": "raster"}
    return Diagnostics({"camera": 20}, facts=facts, wall_ns=wall)


def by_name(health, pace=FINE):
    return {status.name: status for status in health.statuses(pace)}


def test_a_healthy_run_is_ok_and_tells_its_facts(health):
    found = by_name(health)
    assert set(found) == {"simulation", "commands", "latency", "sensors"}
    assert {status.level for status in found.values()} == {Level.OK}
    values = found["simulation"].values
    assert (values["seed"], values["renderer"]) == ("7", "raster")
    assert (values["real_time_factor"], values["tick_overruns"]) == ("1.000", "0")


def test_late_ticks_warn_once_and_stay_counted(health):
    late = Pace(1.0, 1.0, 3)
    first, second = by_name(health, late)["simulation"], by_name(health, late)["simulation"]
    assert (first.level, first.message) == (Level.WARN, "3 ticks too late")
    assert (second.level, second.values["tick_overruns"]) == (Level.OK, "3")


@pytest.mark.parametrize(
    ("pace", "level"),
    [
        (Pace(1.0, 0.9, 0), Level.WARN),
        (Pace(0.0, 0.2, 0), Level.OK),
        (Pace(1.0, None, 0), Level.OK),
    ],
)
def test_a_slow_simulation_warns_where_a_pace_was_asked(pace, level, health):
    assert by_name(health, pace)["simulation"].level == level


def test_refused_and_dropped_commands_are_told_by_topic_and_reason(health):
    health.refused("/cmd", "late")
    health.refused("/cmd", "late")
    health.refused("/arm", "not_finite")
    health.dropped()
    status = by_name(health)["commands"]
    assert (status.level, status.message) == (Level.WARN, "3 refused, 1 dropped")
    assert status.values["refused /cmd late"] == "2"
    assert status.values["refused /arm not_finite"] == "1"
    assert by_name(health)["commands"].level == Level.OK


def test_latency_counts_from_the_observation_in_both_times(health, wall):
    for k, (simulated_ms, wall_ms) in enumerate([(50, 4), (100, 8), (50, 30)]):
        stamp = k * S
        health.published(stamp)
        wall.now += wall_ms * 1_000_000
        health.accepted(stamp_ns=stamp, now_ns=stamp + simulated_ms * 1_000_000)
    values = by_name(health)["latency"].values
    assert values == {
        "simulated_median_ms": "50.000",
        "simulated_max_ms": "100.000",
        "wall_median_ms": "8.000",
        "wall_max_ms": "30.000",
    }
    wall.now += 2 * S
    assert by_name(health)["latency"].message == "no commands in the last second"


def test_a_command_for_an_unknown_stamp_has_no_wall_latency(health):
    health.accepted(stamp_ns=1, now_ns=2)
    assert "wall_median_ms" not in by_name(health)["latency"].values


def test_sensor_rates_are_measured_beside_what_they_should_be(health, wall):
    for _ in range(40):
        wall.now += S // 10
        health.reading("camera")
    values = by_name(health)["sensors"].values
    assert (values["camera_hz"], values["camera_nominal_hz"]) == ("10.0", "20")


def test_a_fault_is_an_error_until_it_is_mended(health):
    health.set_fault("policy", "raised ValueError: no")
    status = by_name(health)["policy"]
    assert (status.level, status.message) == (Level.ERROR, "raised ValueError: no")
    health.set_fault("policy", None)
    assert "policy" not in by_name(health)


def test_stamps_that_nobody_answers_are_forgotten(health):
    for stamp in range(5 * REMEMBERED_STAMPS):
        health.published(stamp)
    assert len(health._published) == REMEMBERED_STAMPS
