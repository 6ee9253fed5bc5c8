import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.truth import Outcome
from physai_sim.core.types import Provenance
from physai_sim.envs.session import Session
from physai_sim.messages import parts, topics
from physai_sim.messages.episode_stream import START_NS, EpisodeStream
from physai_sim.messages.typestore import make_message

PROVENANCE = Provenance("simulated", "test", 0, "0" * 64)


@pytest.fixture(scope="module")
def session():
    made = Session(load_world("lane_curve", ["renderer=tiny"]), cameras=False, privileged=True)
    made.reset(0)
    yield made
    made.close()


@pytest.fixture
def streamed(session):
    """`streamed(**options)`: what a short episode says, as (topic, stamp, message)."""

    def play(**options):
        said = []
        stream = EpisodeStream(session.spec, make_message, lambda *m: said.append(m), **options)
        session.reset(0)
        stream.start(
            session.episode_truth(),
            PROVENANCE,
            descriptions=session.descriptions(),
            fixed_bases=session.fixed_bases(),
        )
        stream.truth(session.step_truth())
        for sample in session.samples:
            stream.reading(sample.sensor, sample.stamp_ns, sample.reading)
        stream.action(0, np.zeros(2))
        stream.end(0, Outcome("success", True, False, True, 0))
        return said

    return play


def test_everything_goes_to_announced_topics(session, streamed):
    said = {topic.name for topic, _, _ in streamed()}
    announced = EpisodeStream(session.spec, make_message, print).topics()
    assert said <= {topic.name for topic in announced}
    assert {"/clock", "/odom", "/ackermann_cmd", topics.ACTION.name} <= said


def test_stamps_begin_where_they_are_told_to(streamed):
    assert {at_ns for _, at_ns, _ in streamed()} == {START_NS}
    later = streamed(start_ns=7 * START_NS)
    assert {at_ns for _, at_ns, _ in later} == {7 * START_NS}
    (clock,) = [message for topic, _, message in later if topic == topics.CLOCK]
    assert parts.stamp_ns(clock.clock) == 7 * START_NS


def test_live_topics_bring_commands_and_do_not_repeat_them(streamed):
    said = {topic.name for topic, _, _ in streamed(commands=False)}
    assert "/ackermann_cmd" not in said
    assert topics.ACTION.name in said


def test_what_nobody_wants_is_not_even_made(session):
    made = []

    def make(type_name, **fields):
        made.append(type_name)
        return make_message(type_name, **fields)

    stream = EpisodeStream(session.spec, make, print, wants=lambda topic: topic == topics.REWARD)
    stream.infos = session.episode_truth().bodies
    said = []
    stream._sink = lambda *message: said.append(message)
    stream.truth(session.step_truth())
    assert [topic for topic, _, _ in said] == [topics.REWARD]
    assert made == ["std_msgs/msg/Float64"]
