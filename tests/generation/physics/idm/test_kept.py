"""Kept models: learned once, read afterwards, learned anew where the file is broken."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.generation.physics.idm import kept
from physai_sim.generation.physics.idm.films import plan_for


@pytest.fixture
def learning(monkeypatch, tmp_path, small_model):
    """Counts how often something is learned, in a folder of its own."""
    calls = []
    monkeypatch.setenv("PHYSAI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(kept, "_at_hand", {})
    monkeypatch.setattr(kept, "lessons", calls.append)
    monkeypatch.setattr(kept, "learned", lambda _lessons, _rates: small_model)
    return calls


def forget():
    kept._at_hand.clear()


def test_a_model_is_learned_once_and_then_read(push_truth, learning, small_model):
    assert kept.model_for(push_truth) is small_model
    assert kept.model_for(push_truth) is small_model
    forget()
    again = kept.model_for(push_truth)
    assert again is not small_model
    assert np.array_equal(again.weights, small_model.weights)
    assert len(learning) == 1


def test_a_broken_file_is_learned_anew(push_truth, learning):
    kept.model_for(push_truth)
    forget()
    (file,) = kept.folder().iterdir()
    file.write_bytes(b"broken")
    kept.model_for(push_truth)
    assert len(learning) == 2


def test_a_folder_that_cannot_be_written_costs_only_learning_anew(
    push_truth, learning, monkeypatch, tmp_path, small_model
):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("PHYSAI_CACHE", str(tmp_path / "file"))
    assert kept.model_for(push_truth) is small_model


def test_another_camera_rate_world_or_seed_of_films_has_another_key(push_truth, pick_place_truth):
    plan = plan_for(push_truth)
    others = [
        replace(plan, view=replace(plan.view, camera="wrist_camera")),
        replace(plan, view=replace(plan.view, hz=24)),
        replace(plan, view=replace(plan.view, size_px=(64, 64))),
        replace(plan, count=plan.count - 1),
        plan_for(pick_place_truth),
    ]
    assert len({kept.key_of(one) for one in [plan, *others]}) == 6
