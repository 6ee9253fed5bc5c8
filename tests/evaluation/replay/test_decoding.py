import cv2
import numpy as np
import pytest

from physai_sim.core.errors import BagError
from physai_sim.core.types import SensorSpec
from physai_sim.datasets.bag_sources import SerialisedMessage
from physai_sim.datasets.bag_types import message_definition
from physai_sim.evaluation.replay.decoding import Later, decoding
from physai_sim.messages.sensors import reading_message
from physai_sim.messages.typestore import make_message, typestore

CAMERA = SensorSpec("front_camera", "rgb", 10, "ego", "optical", (12, 16, 3))


def recorded(message):
    type_name = message.__msgtype__
    data = bytes(typestore().serialize_cdr(message, type_name))
    return SerialisedMessage("/c", 0, type_name, message_definition("", b""), data)


def picture(seed=0):
    image = np.random.default_rng(seed).integers(0, 255, CAMERA.shape, dtype=np.uint8)
    return reading_message(make_message, CAMERA, 0, image)


def jpeg(seed=0):
    return recorded(picture(seed))


def broken():
    message = picture()
    message.data = np.frombuffer(b"no picture", np.uint8)
    return recorded(message)


def test_threads_and_their_plain_twin_give_equal_readings():
    messages = [jpeg(seed) for seed in range(12)]
    with decoding(0) as plain, decoding(3) as threaded:
        assert plain is Later
        expected = [plain(CAMERA, message).result() for message in messages]
        ahead = [threaded(CAMERA, message) for message in messages]
        for one, other in zip(expected, ahead, strict=True):
            np.testing.assert_array_equal(one, other.result())
    bgr = cv2.imdecode(np.asarray(picture(0).data), cv2.IMREAD_COLOR)
    np.testing.assert_array_equal(expected[0], bgr[..., ::-1])


@pytest.mark.parametrize("threads", [0, 2])
def test_a_reading_is_one_array_however_often_it_is_asked_for(threads):
    with decoding(threads) as decode:
        pending = decode(CAMERA, jpeg())
        assert pending.result() is pending.result()


@pytest.mark.parametrize("threads", [0, 2])
def test_a_message_of_another_kind_is_no_reading(threads):
    with decoding(threads) as decode:
        pending = decode(CAMERA, recorded(make_message("std_msgs/msg/String", data="me")))
        with pytest.raises(BagError, match="front_camera: no reading of this sensor"):
            pending.result()
        cut = jpeg()._replace(data=jpeg().data[:40])
        with pytest.raises(BagError, match="cannot be read"):
            decode(CAMERA, cut).result()


def test_pictures_of_other_systems_are_read_in_their_encodings():
    image = np.random.default_rng(0).integers(0, 255, CAMERA.shape, dtype=np.uint8)
    fields = {"height": 12, "width": 16, "encoding": "bgr8", "step": 48}
    message = make_message("sensor_msgs/msg/Image", data=image[..., ::-1].ravel(), **fields)
    with decoding(0) as decode:
        np.testing.assert_array_equal(decode(CAMERA, recorded(message)).result(), image)


def test_a_picture_of_another_size_is_no_reading():
    small = SensorSpec("front_camera", "rgb", 10, "ego", "optical", (6, 8, 3))
    with (
        decoding(0) as decode,
        pytest.raises(BagError, match=r"reading of another size, got \(12, 16, 3\)"),
    ):
        decode(small, jpeg()).result()


@pytest.mark.parametrize("threads", [0, 2])
def test_what_cannot_be_decoded_fails_where_it_is_needed(threads):
    with decoding(threads) as decode:
        pending = decode(CAMERA, broken())
        for _ in range(2):
            with pytest.raises(BagError, match="cannot be decoded"):
                pending.result()


def test_what_nobody_needs_any_more_is_not_waited_for():
    with decoding(1) as decode:
        waiting = [decode(CAMERA, jpeg()) for _ in range(200)]
    assert waiting[-1].cancelled()
