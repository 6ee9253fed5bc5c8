"""One playing of a source is seen by all takes, in the order that sinks are promised."""

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.generation.film.physics_pass import PhysicsPass
from physai_sim.generation.film.stage import Stage
from physai_sim.generation.film.take import Take, TakeSink
from physai_sim.generation.resimulation import resting
from physai_sim.generation.source.from_world import from_world
from physai_sim.generation.variation.state_check import state_hashes
from physai_sim.rendering.frame import BASIC


class Diary(TakeSink):
    """Writes down what it is called with."""

    def __init__(self):
        self.calls, self.instants, self.stamps = [], [], []

    def start(self, session):
        self.calls.append("start")

    def samples(self, found):
        self.calls.append("samples")
        self.stamps += [sample.stamp_ns for sample in found]

    def frame(self, instant, pictures):
        self.calls.append("frame")
        self.instants.append(instant)
        assert all(picture.rgb.any() for picture in pictures.values())

    def control(self, session, action):
        self.calls.append("control")


@pytest.fixture(scope="module")
def source():
    return from_world(load_world("reach"), 0)


@pytest.fixture
def stage(source):
    with Stage(source) as opened:
        yield opened


def play(stage, source, *, takes=1, **asked):
    world, known = stage.seen_as(source)
    camera = known["front_camera"].camera
    diaries = [Diary() for _ in range(takes)]
    played = [Take(world, {"front_camera": camera}, BASIC, (diary,)) for diary in diaries]
    return PhysicsPass(stage.session, source, played).play(**asked), diaries


def test_every_take_sees_every_frame_of_the_very_states_of_the_source(stage, source):
    count, diaries = play(stage, source, takes=2, fps=12, frames=None)
    own = state_hashes(source, 12)
    assert count == len(own)
    for diary in diaries:
        assert tuple(instant.state_hash for instant in diary.instants) == own
        assert [instant.index for instant in diary.instants] == list(range(count))


def test_calls_come_in_the_order_that_is_promised(stage, source):
    _, [diary] = play(stage, source, fps=12, frames=3)
    assert diary.calls[:4] == ["start", "samples", "frame", "control"]
    assert diary.calls.count("frame") == 3
    assert diary.stamps == sorted(diary.stamps)


def test_beyond_its_end_the_robots_rest(stage, source):
    hz = source.config.rates.control_hz
    seconds = len(source.actions) / hz
    wanted = int((seconds + 0.5) * 12)
    count, [diary] = play(stage, source, fps=12, frames=wanted)
    assert count == wanted
    still = resting(stage.session, source.actions[-1])
    assert np.array_equal(diary.instants[-1].action, still)
    assert np.allclose(diary.instants[0].action, source.actions[0])


def test_a_stage_can_be_played_again_to_the_bit(stage, source):
    first, second = (play(stage, source, fps=12, frames=4)[1][0] for _ in range(2))
    assert [a.state_hash for a in first.instants] == [b.state_hash for b in second.instants]


def test_an_end_can_be_asked_for_after_each_step(stage, source):
    world, known = stage.seen_as(source)

    def end():
        raise KeyboardInterrupt

    take = Take(world, {"front_camera": known["front_camera"].camera}, BASIC, (Diary(),))
    with pytest.raises(KeyboardInterrupt):
        PhysicsPass(stage.session, source, [take], check=end).play(fps=12, frames=None)


def test_a_rate_that_does_not_divide_that_of_physics_is_refused(stage, source):
    with pytest.raises(ConfigError, match="7 Hz does not divide"):
        play(stage, source, fps=7, frames=2)
