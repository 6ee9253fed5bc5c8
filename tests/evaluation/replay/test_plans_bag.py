import numpy as np

from physai_sim.core.types import ActionChunk
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.evaluation.episode import Plan
from physai_sim.evaluation.replay.plans_bag import read_plans, write_plans

START_NS = 5_000_000_000


def chunk(at_ns, seed, steps=4):
    return ActionChunk(at_ns, 10, np.random.default_rng(seed).normal(size=(steps, 2)))


def test_plans_with_candidates_come_back_to_the_bit(tmp_path):
    plans = (
        Plan(0, (chunk(0, 1), chunk(0, 2), chunk(0, 3))),
        Plan(400_000_000, (chunk(400_000_000, 4),)),
        Plan(800_000_000, (chunk(900_000_000, 5),)),  # its first action holds a little later
    )
    write_plans(tmp_path / "plans", plans, names=["a", "b"], start_ns=START_NS)
    found = read_plans(tmp_path / "plans", start_ns=START_NS)
    assert [plan.stamp_ns for plan in found] == [plan.stamp_ns for plan in plans]
    for one, other in zip(found, plans, strict=True):
        assert len(one.chunks) == len(other.chunks)
        for a, b in zip(one.chunks, other.chunks, strict=True):
            assert (a.start_ns, a.hz) == (b.start_ns, b.hz)
            assert a.actions.tobytes() == b.actions.tobytes()


def test_stamps_are_those_of_the_recording(tmp_path):
    write_plans(tmp_path / "plans", [Plan(0, (chunk(0, 1),))], names=["a", "b"], start_ns=START_NS)
    with open_bag(tmp_path / "plans") as bag:
        (item,) = bag.messages()
    assert (item.topic, item.stamp_ns) == ("/policy/chunk", START_NS)
    assert item.message.names == ["a", "b"]


def test_equal_plans_give_equal_bags(tmp_path):
    for name in ("one", "two"):
        folder = tmp_path / name / "plans"
        write_plans(folder, [Plan(0, (chunk(0, 1),))], names=["a", "b"], start_ns=0)
    files = [(tmp_path / name / "plans" / "plans_0.mcap").read_bytes() for name in ("one", "two")]
    assert files[0] == files[1]
