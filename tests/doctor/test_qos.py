import pytest

from physai_sim.doctor._recordings import recorded
from physai_sim.doctor.base import examined
from physai_sim.messages import qos, topics

LOSSY = qos.QosProfile(reliability="best_effort", depth=1)


def test_every_topic_is_offered_as_expected(found, recording):
    told = found("qos", recording)
    assert (told.mark, told.found.split()[0]) == ("ok", str(len(recording.topics)))


@pytest.mark.parametrize(
    ("topic", "wrong"),
    [
        ("/clock", LOSSY),
        ("/tf_static", qos.DEFAULT),
        ("/robot_description", qos.DEFAULT),
        ("/joint_states", qos.LATCHED),
        ("/front_camera/camera_info", LOSSY),
        ("/contact", qos.DEFAULT),
        ("/sim/ground_truth/action", qos.SENSOR),
    ],
)
def test_a_topic_that_is_offered_otherwise_is_named(found, recording, topic, wrong):
    told = found("qos", recording, qos={**recording.qos, topic: wrong})
    assert told.mark == "FAIL"
    assert f"world: {topic} is offered as {wrong.reliability}" in told.found


def test_a_wrong_row_in_the_table_of_topics_is_caught_in_the_bag(monkeypatch):
    path, kind, _ = topics._SENSORS["jpeg"]
    monkeypatch.setitem(topics._SENSORS, "jpeg", (path, kind, LOSSY))
    recorded.cache_clear()
    try:
        line = examined("qos")
    finally:
        recorded.cache_clear()
    assert line.failed
    assert "/front_camera/image_raw/compressed is offered as best_effort" in line.finding.found
