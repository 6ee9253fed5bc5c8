import dataclasses
from pathlib import Path

import numpy as np

from physai_sim.evaluation.episode import Fault, Stream
from physai_sim.evaluation.ingest.recording import Recording
from physai_sim.evaluation.recording_record import recording_record


def test_a_recording_is_told_as_plain_data(drive):
    fault = Fault("duplicate", "/odom", 3, "stamps that repeat")
    topics = {"/odom": "nav_msgs/msg/Odometry", "/map": "nav_msgs/msg/OccupancyGrid"}
    tenths = np.arange(11) * 100_000_000
    streams = {
        "/odom": Stream(topics["/odom"], tenths, tenths),
        "/map": Stream(topics["/map"], tenths[:1], tenths[:1]),
    }
    recording = Recording(
        path=Path("/data/bag"),
        episodes=(drive(streams=streams), drive(streams=streams)),
        topics=topics,
        lost="the end",
        faults=(fault,),
        duration_ns=1_500_000_000,
        bytes=77,
        message_count=42,
    )
    assert recording_record(Path("bag"), recording) == {
        "bag": "bag",
        "bytes": 77,
        "messages": 42,
        "duration_s": 1.5,
        "episodes": 2,
        "topics": {
            "/odom": {"type": topics["/odom"], "messages": 22, "hz": 10.0},
            "/map": {"type": topics["/map"], "messages": 2, "hz": None},
        },
        "lost": "the end",
        "faults": [dataclasses.asdict(fault)],
    }
