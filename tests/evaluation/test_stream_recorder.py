"""Streams recorded with an episode: as many rows as actions, and what the renderer draws."""

import numpy as np
import pytest

from physai_sim.core.errors import RenderError
from physai_sim.core.streams import STREAMS
from physai_sim.datasets.truth_streams import StreamReader, stream_file
from physai_sim.evaluation.stream_recorder import StreamRecorder
from physai_sim.rendering import choice, labelling

STEPS = 3
SMALL = tuple(
    f"sensors.{camera}.{side}_px=48"
    for camera in ("front_camera", "wrist_camera", "front_depth")
    for side in ("width", "height")
)


@pytest.fixture
def played(open_session, tmp_path):
    """Every stream of a short episode, with the frames of the wrist camera as they were drawn."""
    session = open_session("reach", *SMALL)
    observation, frames = session.reset(2), []
    with StreamRecorder(session, tmp_path, 0, STREAMS) as recorder:
        for _ in range(STEPS):
            recorder.watch(observation)
            camera = session.spec.sensors["wrist_camera"].camera
            frame = choice.render(session.world, camera, ("rgb", "normals"))
            frames.append((frame, labelling.numbered(session.world, frame.segmentation)))
            observation = session.step(session.spec.action_high).observation
        recorder.watch(observation)
    return tmp_path, frames


def rows(folder, stream, camera="wrist_camera"):
    return list(StreamReader(stream_file(folder, camera, stream, 0)).rows())


def test_all_streams_have_the_rows_and_stamps_of_the_actions(played):
    folder, _ = played
    for camera in ("front_camera", "wrist_camera"):
        for stream in STREAMS:
            found = rows(folder, stream, camera)
            assert [(k, stamp) for k, stamp, _ in found] == [
                (k, k * 100_000_000) for k in range(STEPS)
            ]


def test_pictures_are_those_of_the_renderer(played):
    folder, frames = played
    for k, (frame, numbers) in enumerate(frames):
        assert np.array_equal(rows(folder, "rgb")[k][2], frame.rgb)
        assert np.array_equal(rows(folder, "depth")[k][2], frame.depth_m)
        assert np.array_equal(rows(folder, "normals")[k][2], frame.normals)
        assert np.array_equal(rows(folder, "segmentation")[k][2], numbers)
        assert np.array_equal(rows(folder, "edges")[k][2], labelling.edges(frame))


def test_flow_of_a_moving_wrist_is_not_still(played):
    folder, _ = played
    flow = rows(folder, "flow")[1][2]
    assert flow.shape == (48, 48, 2)
    assert np.median(np.abs(flow)) > 0.05


def test_boxes_are_json_with_names(played):
    folder, _ = played
    found = rows(folder, "boxes", "front_camera")[0][2]
    assert {"arm", "table"} <= {box["name"] for box in found}
    assert np.shape(found[0]["corners_in_optical_m"]) == (8, 3)


def test_an_episode_cut_short_leaves_nothing(open_session, tmp_path):
    session = open_session("reach", *SMALL)
    first = session.reset(2)

    def cut_short():
        with StreamRecorder(session, tmp_path, 0, ("depth",)) as recorder:
            recorder.watch(first)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_short()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_slow_renderer_has_no_normals_and_says_so(open_session, tmp_path):
    session = open_session("reach", "renderer=tiny", *SMALL)
    first = session.reset(2)
    with (
        pytest.raises(RenderError, match="'tiny' lacks a stream"),
        StreamRecorder(session, tmp_path, 0, ("normals",)) as recorder,
    ):
        recorder.watch(first)
