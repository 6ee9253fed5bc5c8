"""What a caption is made from is what the engine knows of a film."""

import numpy as np

from physai_sim.generation.variation.film_facts import facts_of, is_counted


def test_pixels_places_and_tools_are_those_of_the_film(pick_place_truth):
    facts = facts_of(pick_place_truth)
    assert facts.carrier == "world"
    assert facts.instruction == pick_place_truth.spec.instruction
    shown = (pick_place_truth.labels == 1 + pick_place_truth.names.index("cube")).sum(axis=(1, 2))[
        ::3
    ]
    assert facts.most_px["cube"] == shown.max() > 0
    assert np.array_equal(facts.places["cube"], pick_place_truth.poses["cube"][:, :3])
    assert facts.tools["arm"].shape == (len(pick_place_truth.stamps_ns), 3)


def test_pixels_are_counted_a_few_times_each_second_and_always_in_the_first_frame():
    assert [k for k in range(25) if is_counted(k, 24)] == [0, 6, 12, 18, 24]
    assert [k for k in range(4) if is_counted(k, 2)] == [0, 1, 2, 3]
