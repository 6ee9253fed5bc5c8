import av
import pytest

from physai_sim.datasets.lerobot import clips
from physai_sim.doctor.base import examined


class NoCodec:
    """A container of a PyAV that was built without the codec."""

    def add_stream(self, codec, **_):
        raise av.codec.codec.UnknownCodecError(codec)


def test_frames_come_back_nearly_as_they_were():
    assert examined("video").finding.mark == "ok"


def test_a_missing_codec_is_caught_and_the_remedy_is_told(monkeypatch):
    monkeypatch.setattr(clips.av, "open", lambda *_, **__: NoCodec())
    line = examined("video")
    assert line.failed
    assert "libx264" in line.finding.found
    assert "av" in line.remedy


@pytest.mark.parametrize("crf", ["51"])
def test_a_codec_that_spoils_the_picture_is_caught(monkeypatch, crf):
    monkeypatch.setitem(clips._OPTIONS, "crf", crf)
    line = examined("video")
    assert line.failed
    assert "PSNR" in line.finding.found
