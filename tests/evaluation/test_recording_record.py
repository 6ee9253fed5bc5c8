import dataclasses
from pathlib import Path

from physai_sim.evaluation.episode import Fault
from physai_sim.evaluation.ingest.recording import Recording
from physai_sim.evaluation.recording_record import recording_record


def test_a_recording_is_told_as_plain_data(drive):
    fault = Fault("duplicate", "/odom", 3, "stamps that repeat")
    topics = {"/odom": "nav_msgs/msg/Odometry"}
    recording = Recording(
        path=Path("/data/bag"),
        episodes=(drive(), drive()),
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
        "topics": topics,
        "lost": "the end",
        "faults": [dataclasses.asdict(fault)],
    }
