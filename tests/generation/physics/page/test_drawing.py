"""The clip beside its truth."""

import av
import numpy as np

from physai_sim.generation.physics.page.drawing import beside, colours_of, write_film


def test_both_films_stand_beside_each_other_and_bodies_are_outlined(push_report):
    frame = beside(push_report, 20)
    assert frame.shape[0] % 2 == frame.shape[1] % 2 == 0
    half = frame.shape[1] // 2
    left, right = frame[60:, : half - 8].mean(), frame[60:, half + 8 :].mean()
    assert left < 0.7 * right  # this clip is half as bright
    drawn = colours_of(push_report)["cube"]
    assert (np.abs(frame.astype(int) - drawn).sum(axis=2) < 30).any()


def test_each_body_has_a_colour_of_its_own(push_report):
    colours = colours_of(push_report)
    assert len(set(colours.values())) == len(colours) >= 2


def test_the_video_has_every_frame(push_report, tmp_path):
    path = tmp_path / "physics.mp4"
    write_film(path, push_report)
    with av.open(str(path)) as file:
        assert sum(1 for _ in file.decode(video=0)) == len(push_report.clip.frames)
