"""A chunk crosses a bag or a network as it was decided, to the last bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physai_sim.core.errors import BagError
from physai_sim.core.types import ActionChunk
from physai_sim.messages import parts, topics
from physai_sim.messages.chunks import chunk_from, chunk_message
from physai_sim.messages.typestore import make_message as make

NAMES = ("acceleration_mps2", "curvature_per_m")
START_NS = 5_000_000_000
numbers = st.floats(allow_nan=False, allow_infinity=False)


def sent(wire, chunk, at_ns=START_NS, asked_ns=0):
    return wire(chunk_message(make, at_ns, chunk, asked_ns=asked_ns, names=NAMES))


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=8), st.integers(1, 1000))
def test_every_number_survives_exactly(wire, rows, hz):
    chunk = ActionChunk(0, hz, np.array(rows))
    again = chunk_from(sent(wire, chunk), zero_ns=START_NS)
    assert (again.start_ns, again.hz) == (0, hz)
    assert again.actions.tobytes() == chunk.actions.tobytes()
    assert again.actions.shape == chunk.actions.shape


@pytest.mark.parametrize("late_ns", [0, 1, 100_000_000, 2_500_000_000, -1, -1_500_000_000])
def test_a_chunk_may_begin_at_another_time_than_it_was_asked_for(wire, late_ns):
    asked_ns = 700_000_000
    chunk = ActionChunk(asked_ns + late_ns, 20, np.zeros((3, 2)))
    message = sent(wire, chunk, at_ns=START_NS + asked_ns, asked_ns=asked_ns)
    assert parts.stamp_ns(message.header.stamp) == START_NS + asked_ns
    assert chunk_from(message, zero_ns=START_NS).start_ns == chunk.start_ns
    assert chunk_from(message).start_ns == START_NS + chunk.start_ns


def test_it_says_what_its_numbers_are(wire):
    message = sent(wire, ActionChunk(0, 20, np.array([[1.0, 2.0], [3.0, 4.0]])))
    assert message.names == list(NAMES)
    assert message.values.tolist() == [1.0, 2.0, 3.0, 4.0]
    assert message.__msgtype__ == topics.CHUNK.type_name


@pytest.mark.parametrize(
    ("hz", "names", "values"),
    [
        (0, NAMES, [1.0, 2.0]),
        (20, NAMES, [1.0, 2.0, 3.0]),
        (20, NAMES, []),
        (20, (), [1.0]),
    ],
)
def test_what_is_no_chunk_is_refused_in_one_line(hz, names, values):
    kind = topics.CHUNK.type_name
    message = make(kind, hz=hz, names=list(names), values=np.array(values))
    with pytest.raises(BagError, match=f"no action chunk, got '{hz} Hz, {len(values)} numbers"):
        chunk_from(message)
