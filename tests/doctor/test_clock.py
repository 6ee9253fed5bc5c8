import copy

import pytest


def test_stamps_are_where_their_rates_say(found, recording):
    assert found("clock", recording).mark == "ok"


@pytest.mark.parametrize("topic", ["/clock", "/joint_states"])
def test_time_that_goes_back_is_caught(found, recording, with_message, topic):
    messages = with_message(recording, topic, 3, stamp_ns=1_100_000_000)
    told = found("clock", recording, messages=messages)
    assert told.found == f"world: {topic}: time stands still or goes back"


@pytest.mark.parametrize("topic", ["/clock", "/front_camera/camera_info"])
def test_a_message_that_tells_another_time_is_caught(found, recording, with_message, topic):
    message = copy.deepcopy(recording.on(topic)[1].message)
    time = message.clock if topic == "/clock" else message.header.stamp
    time.nanosec += 1
    messages = with_message(recording, topic, 1, message=message)
    told = found("clock", recording, messages=messages)
    assert told.found == f"world: {topic}: a message tells another time than it was recorded at"


def test_a_stamp_off_its_rate_is_caught(found, recording, with_message):
    item = recording.on("/contact")[1]
    message = copy.deepcopy(item.message)
    message.header.stamp.nanosec += 1  # told as it was recorded, but not when it should be
    late = {"stamp_ns": item.stamp_ns + 1, "message": message}
    messages = with_message(recording, "/contact", 1, **late)
    told = found("clock", recording, messages=messages)
    assert told.found == "world: /contact: a stamp is no multiple of 1/10 s"


def test_a_clock_that_never_ticks_is_caught(found, recording):
    messages = [item for item in recording.messages if item.topic != "/clock"]
    told = found("clock", recording, messages=messages)
    assert "/clock: a stamp is no multiple" in told.found
