from physai_sim.datasets.episode_recorder import START_NS
from physai_sim.doctor._recordings import recorded, recordings


def test_a_recording_is_made_once():
    assert recorded("reach") is recorded("reach")
    assert [world for world, _ in recordings()] == ["lane_curve", "reach"]


def test_a_recording_holds_what_was_played_and_what_its_bag_gives_back(recording):
    stamps = [sample.stamp_ns for sample in recording.samples if sample.sensor == "joint_state"]
    assert stamps == [index * 100_000_000 for index in range(6)]
    assert [m.stamp_ns - START_NS for m in recording.on("/joint_states")] == stamps
    assert recording.topics.keys() == recording.qos.keys()
    assert recording.lost is None
