import pytest

from physai_sim.core.truth import Contact
from physai_sim.evaluation.ingest.fast_decoding import Chunk, Values
from physai_sim.evaluation.ingest.packing import PACKINGS, Chosen, Packed

WHEEL = ("ego", "wheel", "road", "base")
CONTACT = Contact(*WHEEL, (1.0, 2.0, 0.1), (0.0, 0.0, 1.0), 0.25, 90.0)
OTHER = Contact("ego", "bumper", "house", "base", (5.0, 2.0, 0.5), (1.0, 0.0, 0.0), 0.0, 7.5)
POSE = (1.0, 2.0, 3.0, 0.0, 0.0, 0.6, 0.8)
VALUES = {
    "physai_msgs/msg/Values": [Values(("a", "b"), (1.0, -2.5)), Values((), ())],
    "physai_msgs/msg/ActionChunk": [
        Chunk(0, 10, ("a", "b"), (1.0, 2.0, 3.0, 4.0)),
        Chunk(-7, 20, ("a",), (1 / 3,)),
    ],
    "vision_msgs/msg/Detection3DArray": [{"car": POSE, "walker": POSE[::-1]}, {}],
    "ros_gz_interfaces/msg/Contacts": [(CONTACT, OTHER), (), (OTHER, CONTACT)],
}


def _packed(kind, values):
    packed = Packed(PACKINGS[kind])
    for value in values:
        packed.append(value)
    return packed


@pytest.mark.parametrize("kind", PACKINGS)
def test_what_is_packed_comes_back_as_it_was(kind):
    values = [*VALUES[kind], *VALUES[kind][::-1]]
    packed = _packed(kind, values)
    assert list(packed) == values
    assert [packed[place] for place in (-1, 0)] == [values[-1], values[0]]
    assert list(packed[1:3]) == values[1:3]
    with pytest.raises(IndexError):
        packed[len(values)]


def test_values_are_chosen_in_any_order_without_copies():
    values = [Values(("a",), (float(number),)) for number in range(5)]
    chosen = Chosen(_packed("physai_msgs/msg/Values", values), [4, 0, 2])
    assert list(chosen) == [values[4], values[0], values[2]]
    assert list(chosen[1:]) == [values[0], values[2]]
    assert len(chosen) == 3
