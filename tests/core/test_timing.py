import pytest
from hypothesis import given
from hypothesis import strategies as st

from physai_sim.core.errors import ConfigError
from physai_sim.core.timing import NS_PER_S, span_ns, stamp_of, ticks_in, ticks_per

HZ = st.integers(1, 1000)


@given(st.integers(0, 10**7), HZ)
def test_a_stamp_never_drifts_from_its_index(index, hz):
    stamp = stamp_of(index, hz)
    assert 0 <= index * NS_PER_S - stamp * hz < hz
    assert stamp_of(index + hz, hz) == stamp + NS_PER_S
    assert stamp_of(index + 1, hz) > stamp


@given(st.integers(0, 10**5), st.integers(1, 50), HZ)
def test_a_slow_tick_falls_exactly_on_a_fast_one(index, times, slow):
    fast = slow * times
    assert ticks_per(fast, slow, where="w") == times
    assert stamp_of(index, slow) == stamp_of(index * times, fast)


@pytest.mark.parametrize("slow", [7, 100, 480])
def test_a_rate_that_does_not_divide_names_both_numbers_and_the_divisors(slow):
    with pytest.raises(ConfigError) as caught:
        ticks_per(240, slow, where="w.yaml:6: rates.control_hz")
    text = str(caught.value)
    assert text.startswith(f"w.yaml:6: rates.control_hz: {slow} Hz does not divide 240 Hz")
    assert "one of 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 16, 20," in text
    assert text.endswith(" 120, 240")


def test_a_time_span_is_rounded_to_whole_ticks():
    assert ticks_in(8.0, 20) == 160
    assert ticks_in(0.299999999, 10) == 3


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [("6.4s", 6_400_000_000), ("300ms", 300_000_000), ("0.1", 100_000_000), (" 2 ", 2 * 10**9)],
)
def test_a_time_span_may_have_a_unit(text, nanoseconds):
    assert span_ns(text, where="--horizon") == nanoseconds


@pytest.mark.parametrize("text", ["", "soon", "-1s", "1e3", "1m", "inf", "1.s", "9999999999s"])
def test_what_is_no_time_span_is_refused(text):
    with pytest.raises(ConfigError, match="--horizon: no time span"):
        span_ns(text, where="--horizon")
