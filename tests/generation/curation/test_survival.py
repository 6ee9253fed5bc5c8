from types import SimpleNamespace

from physai_sim.generation.curation.survival import lost_labels, survival_by_body


def test_shares_stand_beside_those_of_the_true_film():
    finding = SimpleNamespace(
        name="control_fidelity",
        parts={"survival_by_body": {"cube": 0.25}},
        floor_parts={"survival_by_body": {"cube": 0.75, "plate": 1.0}},
    )
    assert survival_by_body([finding]) == {"cube": (0.25, 0.75), "plate": (None, 1.0)}
    assert survival_by_body([]) == {}


def test_a_label_is_lost_by_its_share_of_what_the_true_film_reaches():
    survival = {"cube": (0.25, 0.75), "plate": (None, 1.0), "ball": (0.4, 0.6), "cup": (1.0, 0.9)}
    assert lost_labels(survival, 0.5) == {"cube": 0.25 / 0.75, "plate": 0.0}


def test_a_body_that_the_true_film_loses_says_nothing():
    assert lost_labels({"arm": (0.0, 0.4)}, 0.5) == {}
