import numpy as np

from physai_sim.evaluation.reporting.chart import Chart, has_numbers, line, thinned


def test_a_line_has_as_many_rows_as_both_have_and_gaps_for_what_is_not_finite():
    found = line("", np.arange(3.0), np.array([1.0, np.inf]))
    np.testing.assert_array_equal(found.times_s, [0, 1])
    np.testing.assert_array_equal(found.values, [1.0, np.nan])


def test_a_short_line_is_left_as_it_is():
    short = line("", np.arange(10.0), np.arange(10.0))
    assert thinned(short, 10) is short


def test_a_long_line_keeps_its_peaks_in_the_order_of_time():
    values = np.zeros(10_000)
    values[1234], values[5678] = 7.0, -7.0
    found = thinned(line("", np.arange(10_000.0), values), 100)
    assert len(found.values) <= 100
    assert found.values.max() == 7.0
    assert found.values.min() == -7.0
    assert (np.diff(found.times_s) > 0).all()
    assert found.times_s[found.values.argmax()] == 1234


def test_a_stretch_without_a_value_stays_a_gap():
    values = np.ones(1000)
    values[300:600] = np.nan
    assert np.isnan(thinned(line("", np.arange(1000.0), values), 100).values).any()


def test_a_chart_of_gaps_has_nothing_to_draw():
    assert not has_numbers(Chart("", "", (line("", np.arange(2.0), np.full(2, np.nan)),)))
