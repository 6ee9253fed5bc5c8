import cv2
import numpy as np
import pytest

from physai_sim.core.errors import BagError
from physai_sim.core.types import SensorSpec
from physai_sim.evaluation.replay.decoding import Later, decoding
from physai_sim.messages.sensors import reading_message
from physai_sim.messages.typestore import make_message

CAMERA = SensorSpec("front_camera", "rgb", 10, "ego", "optical", (12, 16, 3))


def jpeg(seed=0):
    image = np.random.default_rng(seed).integers(0, 255, CAMERA.shape, dtype=np.uint8)
    return reading_message(make_message, CAMERA, 0, image)


def broken():
    message = jpeg()
    message.data = np.frombuffer(b"no picture", np.uint8)
    return message


def test_threads_and_their_plain_twin_give_equal_readings():
    messages = [jpeg(seed) for seed in range(12)]
    with decoding(0) as plain, decoding(3) as threaded:
        assert plain is Later
        expected = [plain(CAMERA, message).result() for message in messages]
        ahead = [threaded(CAMERA, message) for message in messages]
        for one, other in zip(expected, ahead, strict=True):
            np.testing.assert_array_equal(one, other.result())
    bgr = cv2.imdecode(np.frombuffer(bytes(messages[0].data), np.uint8), cv2.IMREAD_COLOR)
    np.testing.assert_array_equal(expected[0], bgr[..., ::-1])


@pytest.mark.parametrize("threads", [0, 2])
def test_a_reading_is_one_array_however_often_it_is_asked_for(threads):
    with decoding(threads) as decode:
        pending = decode(CAMERA, jpeg())
        assert pending.result() is pending.result()


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
