"""How a file was compressed is read from the file itself."""

import av
import numpy as np
import pytest

from physai_sim.core.errors import DatasetError
from physai_sim.datasets.video import VideoWriter
from physai_sim.generation.physics.coding.encoders import ENCODERS, Encoder, encoded
from physai_sim.generation.physics.coding.probe import coding_in_memory, coding_of


def test_a_video_of_ours_tells_codec_colours_bits_and_quantiser(tmp_path, film):
    path = tmp_path / "film.mp4"
    with VideoWriter(path, hz=24, size_px=(64, 64)) as writer:
        for frame in film:
            writer.write(frame)
    found = coding_of(path)
    assert (found.codec, found.pixel_format) == ("h264", "yuv420p")
    bits = 8 * path.stat().st_size / (12 * 64 * 64)
    assert 0.5 * bits < found.bits_per_pixel < bits
    assert 5.0 < found.quantiser < 40.0


def test_a_worse_quality_has_a_greater_quantiser_and_fewer_bits(film):
    fine, coarse = (
        coding_in_memory(encoded(film, ENCODERS["h264"], q, hz=24, pixel_format="yuv420p"))
        for q in (15, 35)
    )
    assert coarse.quantiser > fine.quantiser + 10
    assert coarse.bits_per_pixel < fine.bits_per_pixel


@pytest.mark.parametrize(
    ("codec", "quality", "pixel_format"),
    [("ffv1", (), "yuv444p"), ("libx264", ("qp",), "yuv444p")],
)
def test_what_loses_nothing_has_no_coding(tmp_path, film, codec, quality, pixel_format):
    path = tmp_path / "film.mkv"
    encoder = Encoder(codec, quality, 0, 0)
    data = encoded(film, encoder, 0, hz=24, pixel_format=pixel_format)
    path.write_bytes(data.getvalue())
    assert coding_of(path) is None


def test_what_is_no_video_is_refused_in_one_line(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_text("hello\n" * 100)
    with pytest.raises(DatasetError, match=r"no video that can be read.*|film\.mp4") as told:
        coding_of(path)
    assert "\n" not in str(told.value)


def test_a_long_film_is_told_by_its_first_frames(tmp_path, film, monkeypatch):
    data = encoded(np.repeat(film, 3, 0), ENCODERS["h264"], 23, hz=24, pixel_format="yuv420p")
    path = tmp_path / "film.mkv"
    path.write_bytes(data.getvalue())
    monkeypatch.setattr("physai_sim.generation.physics.coding.probe.MOST_FRAMES", 6)
    with av.open(str(path)) as file:
        packets = [packet.size for packet in file.demux(video=0) if packet.size]
    found = coding_of(path).bits_per_pixel * 6 * 64 * 64 / 8
    assert sum(packets[:6]) <= found < sum(packets)
