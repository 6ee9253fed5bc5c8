"""Names of files in a batch."""

from pathlib import Path

from physai_sim.generation.batch.sample_files import SampleFiles, stream_name, video_name


def test_what_is_not_whole_lies_under_a_name_that_says_so():
    files = SampleFiles(Path("out"), "night")
    assert files.folder == Path("out/samples/night")
    assert files.unfinished == Path("out/samples/.unfinished/night")
    assert files.bag == Path("out/bags/night")
    # A bag's files are named after its folder, so that the folder above says it.
    assert files.unfinished_bag == Path("out/bags/.unfinished/night")


def test_a_single_camera_needs_no_name():
    assert video_name("front", alone=True) == "vision.mp4"
    assert video_name("front", alone=False) == "vision_front.mp4"
    assert stream_name("front", "depth") == "truth/front.depth.parquet"
