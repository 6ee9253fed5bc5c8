"""Who is told of, and how far it went."""

from physai_sim.generation.variation.caption_subjects import action_of, subjects_of
from physai_sim.generation.variation.film_facts import facts_of


def test_the_largest_comes_first_and_ground_is_left_out(pick_place_truth):
    names = [subject.name for subject in subjects_of(facts_of(pick_place_truth))]
    assert names[0] == "table"
    assert "ground" not in names


def test_ways_are_those_of_the_engine(pick_place_truth):
    assert action_of(facts_of(pick_place_truth), "cube").startswith("Cube moves 0.")
    assert "higher" in action_of(facts_of(pick_place_truth), "cube")
    assert action_of(facts_of(pick_place_truth), "arm").startswith("The tool of arm moves ")
    assert action_of(facts_of(pick_place_truth), "table") == "Table stands still."


def test_a_ball_falls_and_bounces(falling_ball_truth):
    assert action_of(facts_of(falling_ball_truth), "ball").startswith("Ball moves ")
