"""Values of the last second."""

from physai_sim.control.window import MOST, Window

S = 1_000_000_000


def test_only_the_last_second_counts():
    window = Window()
    assert window.median_and_max(0) is None
    for k in range(30):
        window.add(float(k), at_ns=k * S // 10)
    assert window.per_second(29 * S // 10) == 10
    assert window.median_and_max(29 * S // 10) == (24.5, 29.0)
    assert window.values(20 * S) == []


def test_another_span_is_counted_per_second():
    window = Window(span_ns=5 * S)
    for k in range(10):
        window.add(1.0, at_ns=k * S // 2)
    assert window.per_second(4 * S) == 2.0


def test_a_flood_does_not_grow_it():
    window = Window()
    for _ in range(3 * MOST):
        window.add(1.0, at_ns=0)
    assert len(window.values(0)) == MOST
    window.clear()
    assert window.values(0) == []
