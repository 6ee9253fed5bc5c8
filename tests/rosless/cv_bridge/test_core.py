import array
import time

import cv2
import numpy as np
import pytest
from cv_bridge import CvBridge, CvBridgeError, getCvType
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sensor_msgs.msg import CompressedImage, Image
from std_msgs.msg import Header

BRIDGE = CvBridge()
KINDS = st.sampled_from([np.uint8, np.int8, np.uint16, np.int16, np.int32, np.float32, np.float64])


def _colours(height=48, width=64, channels=3, kind=np.uint8):
    shape = (height, width, channels) if channels > 1 else (height, width)
    rng = np.random.default_rng(3)
    return rng.integers(0, np.iinfo(kind).max, shape, dtype=kind, endpoint=True)


@given(st.data())
def test_any_array_of_opencv_comes_back_as_it_was(data):
    channels = data.draw(st.sampled_from([1, 2, 3, 4, 7]))
    shape = (data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9)))
    shape = shape if channels == 1 else (*shape, channels)
    image = data.draw(hnp.arrays(data.draw(KINDS), shape))
    message = BRIDGE.cv2_to_imgmsg(image)
    found = BRIDGE.imgmsg_to_cv2(message)
    assert found.dtype == image.dtype
    np.testing.assert_array_equal(found, image)
    assert message.step * message.height == len(message.data)


def test_the_message_says_what_it_holds():
    header = Header(frame_id="camera")
    message = BRIDGE.cv2_to_imgmsg(_colours(), "bgr8", header)
    assert (message.height, message.width, message.step) == (48, 64, 192)
    assert (message.encoding, message.is_bigendian) == ("bgr8", 0)
    assert message.header.frame_id == "camera"


def test_passthrough_takes_the_name_of_opencvs_type():
    assert BRIDGE.cv2_to_imgmsg(_colours()).encoding == "8UC3"
    assert BRIDGE.cv2_to_imgmsg(np.zeros((2, 2), np.float32)).encoding == "32FC1"


def test_an_encoding_of_another_type_is_refused():
    with pytest.raises(CvBridgeError, match="mono8, but image has incompatible type 8UC3"):
        BRIDGE.cv2_to_imgmsg(_colours(), "mono8")
    with pytest.raises(TypeError, match="not a numpy array"):
        BRIDGE.cv2_to_imgmsg([[1, 2]])
    with pytest.raises(CvBridgeError, match="no element type bool"):
        BRIDGE.cv2_to_imgmsg(np.zeros((2, 2), bool))


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("rgb8", "bgr8", cv2.COLOR_RGB2BGR),
        ("bgr8", "mono8", cv2.COLOR_BGR2GRAY),
        ("rgba8", "bgr8", cv2.COLOR_RGBA2BGR),
        ("mono8", "rgb8", cv2.COLOR_GRAY2RGB),
        ("bgra8", "rgba8", cv2.COLOR_BGRA2RGBA),
        ("bayer_rggb8", "bgr8", cv2.COLOR_BayerBG2BGR),
        ("bayer_grbg8", "mono8", cv2.COLOR_BayerGB2GRAY),
        ("yuv422", "bgr8", cv2.COLOR_YUV2BGR_UYVY),
        ("yuv422_yuy2", "rgb8", cv2.COLOR_YUV2RGB_YUY2),
    ],
)
def test_colours_are_converted_by_opencv(source, target, code):
    kind, channels = BRIDGE.encoding_to_dtype_with_channels(source)
    image = _colours(channels=channels, kind=np.dtype(kind).type)
    message = BRIDGE.cv2_to_imgmsg(image, source)
    found = BRIDGE.imgmsg_to_cv2(message, target)
    np.testing.assert_array_equal(found, cv2.cvtColor(image, code))


def test_a_bayer_mosaic_of_pure_red_becomes_red():
    mosaic = np.zeros((8, 8), np.uint8)
    mosaic[::2, ::2] = 255  # the first pixel of the first row is red
    message = BRIDGE.cv2_to_imgmsg(mosaic, "bayer_rggb8")
    red, green, blue = BRIDGE.imgmsg_to_cv2(message, "rgb8")[4, 4]
    assert (red, green, blue) == (255, 0, 0)


def test_8_and_16_bits_scale_their_full_ranges_onto_each_other():
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    wide = BRIDGE.imgmsg_to_cv2(BRIDGE.cv2_to_imgmsg(levels, "mono8"), "mono16")
    assert wide.dtype == np.uint16
    np.testing.assert_array_equal(wide, levels.astype(np.uint16) * 257)
    back = BRIDGE.imgmsg_to_cv2(BRIDGE.cv2_to_imgmsg(wide, "mono16"), "mono8")
    np.testing.assert_array_equal(back, levels)
    colour = BRIDGE.imgmsg_to_cv2(BRIDGE.cv2_to_imgmsg(wide, "mono16"), "bgr8")
    np.testing.assert_array_equal(colour[:, :, 0], levels)


def test_types_without_a_colour_change_their_depth_only():
    depth = np.array([[0.4, 300.0]], np.float32)
    message = BRIDGE.cv2_to_imgmsg(depth)
    np.testing.assert_array_equal(BRIDGE.imgmsg_to_cv2(message, "8UC1"), [[0, 255]])
    assert BRIDGE.imgmsg_to_cv2(message, "64FC1").dtype == np.float64
    same = BRIDGE.imgmsg_to_cv2(BRIDGE.cv2_to_imgmsg(_colours(), "bgr8"), "8UC3")
    np.testing.assert_array_equal(same, _colours())


@pytest.mark.parametrize(
    ("image", "encoding", "target", "text"),
    [
        (_colours(), "8UC3", "bgr8", "not a color format"),
        (_colours(), "bgr8", "8UC1", "must have the same OpenCV type"),
        (_colours(), "8UC3", "8UC1", "same number of channel"),
        (_colours(), "bgr8", "bayer_rggb8", "Unsupported conversion"),
        (_colours(), "bgr8", "yuv422", "Unsupported conversion"),
        (_colours(channels=1), "bayer_rggb8", "rgba8", "Unsupported conversion"),
        (_colours(), "bgr8", "purple", r"Unrecognized image encoding \[purple\]"),
    ],
)
def test_a_conversion_that_makes_no_sense_is_refused(image, encoding, target, text):
    with pytest.raises(CvBridgeError, match=text):
        BRIDGE.imgmsg_to_cv2(BRIDGE.cv2_to_imgmsg(image, encoding), target)


def test_an_image_of_the_other_byte_order_is_read():
    image = _colours(channels=1, kind=np.uint16)
    message = BRIDGE.cv2_to_imgmsg(image.astype(">u2"), "mono16")
    assert message.is_bigendian
    found = BRIDGE.imgmsg_to_cv2(message)
    assert found.dtype == np.uint16
    np.testing.assert_array_equal(found, image)


def test_rows_with_padding_are_cropped():
    padded = _colours(width=80)
    message = BRIDGE.cv2_to_imgmsg(padded, "rgb8")
    message.width = 64
    np.testing.assert_array_equal(BRIDGE.imgmsg_to_cv2(message), padded[:, :64])


def test_a_part_of_an_image_can_be_sent():
    image = _colours()
    found = BRIDGE.imgmsg_to_cv2(BRIDGE.cv2_to_imgmsg(image[10:20, 5:25], "bgr8"))
    np.testing.assert_array_equal(found, image[10:20, 5:25])


def test_a_message_with_too_little_data_is_refused():
    message = BRIDGE.cv2_to_imgmsg(_colours(), "rgb8")
    message.height += 1
    with pytest.raises(CvBridgeError, match="wrongly formed"):
        BRIDGE.imgmsg_to_cv2(message)
    message = BRIDGE.cv2_to_imgmsg(_colours(), "rgb8")
    message.step = 10
    with pytest.raises(CvBridgeError, match="steps of 10 bytes"):
        BRIDGE.imgmsg_to_cv2(message)


def test_png_keeps_every_pixel_and_depth():
    for image in (_colours(), _colours(channels=1, kind=np.uint16), _colours(channels=4)):
        message = BRIDGE.cv2_to_compressed_imgmsg(image, "png")
        assert message.format == "png"
        np.testing.assert_array_equal(BRIDGE.compressed_imgmsg_to_cv2(message), image)


def test_a_compressed_image_can_be_converted():
    image = _colours()
    message = BRIDGE.cv2_to_compressed_imgmsg(image, "png")
    found = BRIDGE.compressed_imgmsg_to_cv2(message, "rgb8")
    np.testing.assert_array_equal(found, image[:, :, ::-1])
    grey = BRIDGE.cv2_to_compressed_imgmsg(_colours(channels=1), "png")
    assert BRIDGE.compressed_imgmsg_to_cv2(grey, "bgr8").shape == (48, 64, 3)
    assert BRIDGE.cv2_to_compressed_imgmsg(image).format == "jpg"


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff no picture"])
def test_what_is_no_picture_cannot_be_decoded(data):
    message = CompressedImage(format="jpeg")
    message.data = array.array("B", data)
    with pytest.raises(CvBridgeError, match="cannot be decoded"):
        BRIDGE.compressed_imgmsg_to_cv2(message)


def test_a_format_that_opencv_cannot_write_is_refused():
    with pytest.raises(CvBridgeError, match="cannot be written as 'xyz'"):
        BRIDGE.cv2_to_compressed_imgmsg(_colours(), "xyz")


def test_types_have_opencvs_numbers():
    assert getCvType("bgr8") == cv2.CV_8UC3
    assert getCvType("32FC1") == BRIDGE.encoding_to_cvtype2("32F") == cv2.CV_32FC1
    assert BRIDGE.cvtype2_to_dtype_with_channels(cv2.CV_16UC4) == ("uint16", 4)
    assert BRIDGE.cvtype_to_name[cv2.CV_64FC2] == "64FC2"
    assert BRIDGE.dtype_with_channels_to_cvtype2(np.dtype("int16"), 2) == "16SC2"
    with pytest.raises(CvBridgeError):
        BRIDGE.encoding_to_cvtype2("8UC0")


def test_an_image_is_read_without_a_copy_and_written_with_one():
    message = BRIDGE.cv2_to_imgmsg(_colours(480, 640), "rgb8")
    assert np.shares_memory(BRIDGE.imgmsg_to_cv2(message), np.frombuffer(message.data, np.uint8))
    begin = time.perf_counter()
    for _ in range(20):
        BRIDGE.imgmsg_to_cv2(BRIDGE.cv2_to_imgmsg(_colours(480, 640), "rgb8"), "bgr8")
    assert (time.perf_counter() - begin) / 20 < 0.05
    assert isinstance(message, Image)
