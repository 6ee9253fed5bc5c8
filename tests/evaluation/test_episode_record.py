import dataclasses
import json

import numpy as np

from physai_sim.evaluation.episode import Fault
from physai_sim.evaluation.episode_record import episode_record, recorded_s


def test_a_record_is_plain_data_that_says_where_the_episode_is(drive):
    fault = Fault("duplicate", "/odom", 2, "2 stamps came twice")
    episode = drive(rows=11, faults=(fault,), start_ns=5_000_000_000)
    record = episode_record(3, episode, {"success": {}}, bag="a/bag", video=None)
    assert json.loads(json.dumps(record)) == record
    assert (record["episode"], record["bag"], record["video"]) == (3, "a/bag", None)
    assert (record["start_ns"], record["duration_s"]) == (5_000_000_000, 1.0)
    assert record["faults"] == [dataclasses.asdict(fault)]
    assert record["outcome"]["reason"] == "success"


def test_an_episode_without_an_end_or_rows_has_neither_outcome_nor_length(drive):
    empty = drive(rows=11, outcome=None, stamps_ns=np.zeros(0, dtype=np.int64))
    assert recorded_s(empty) == 0.0
    assert episode_record(0, empty, {}, bag="b", video="v.mp4")["outcome"] is None
