import dataclasses

import numpy as np

from physai_sim.evaluation.episode import is_car
from physai_sim.messages.episode_stream import START_NS


def test_an_episode_with_a_car_is_driving_and_one_of_arms_alone_is_not(drive, arm):
    assert drive().facts.is_driving
    assert not arm().facts.is_driving
    both = {**arm().facts.robots, **drive().facts.robots}
    assert dataclasses.replace(drive().facts, robots=both).is_driving


def test_a_car_whose_wheelbase_nobody_knows_is_a_car_still(drive):
    unknown = {"ego": {"kind": "car", "wheelbase_m": None, "action_names": []}}
    assert dataclasses.replace(drive().facts, robots=unknown).is_driving
    assert is_car(unknown["ego"])
    assert not is_car({"wheelbase_m": None})


def test_what_was_drawn_is_found_and_empty_where_nothing_was(drive):
    facts = drive().facts
    assert facts.draw == {}
    drawn = {"draw": {"scene.cube.mass_kg": 0.2}}
    assert dataclasses.replace(facts, provenance=drawn).draw == {"scene.cube.mass_kg": 0.2}


def test_times_are_the_stamps_in_seconds(drive):
    np.testing.assert_allclose(drive(3).times_s, [0.0, 0.1, 0.2])
    assert drive(0).times_s.shape == (0,)


def test_what_a_recording_does_not_hold_is_empty(drive):
    episode = drive()
    assert not episode.tracks
    assert not episode.conditions
    assert not episode.lights
    assert not episode.plans
    assert not episode.streams
    assert not episode.faults
    assert episode.start_ns == START_NS
    assert episode.facts.roads is None
    assert episode.facts.is_truth
