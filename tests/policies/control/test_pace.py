from policies.control._pace import Pace


def test_a_second_is_a_second():
    pace = Pace(10, start_s=100.0)
    assert pace.due_s(0) == 100.0
    assert pace.due_s(2_500_000_000) == 102.5


def test_less_than_a_step_late_is_in_real_time():
    pace = Pace(10, start_s=100.0)
    pace.arrive(100_000_000, 100.19)
    assert pace.status() == "in real time"
    assert pace.due_s(200_000_000) == 100.2


def test_more_than_a_step_late_is_told_and_not_hurried_after():
    pace = Pace(10, start_s=100.0)
    pace.arrive(100_000_000, 100.6)
    assert pace.due_s(200_000_000) == 100.7
    pace.arrive(200_000_000, 101.0)
    assert pace.status() == "0.8 s behind real time"
