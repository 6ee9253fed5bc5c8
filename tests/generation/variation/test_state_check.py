"""No look changes a state, in any frame; and a state that differs is counted."""

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.resimulation import concrete
from physai_sim.generation.variation.appearance import DRAWN, NAMED, appearance, presets
from physai_sim.generation.variation.matrix import Matrix, variants
from physai_sim.generation.variation.physics import physics
from physai_sim.generation.variation.state_check import (
    appearance_state_differ,
    state_hashes,
    states_that_differ,
)

EACH = [name for names, _ in NAMED.values() for name in names]


def test_states_are_those_of_each_frame(source_of):
    hashes = state_hashes(source_of("pick_place", steps=3), 30)
    assert len(set(hashes)) == len(hashes) == 7
    assert state_hashes(source_of("pick_place", steps=3), 30, frames=4) == hashes[:4]


def test_frames_that_one_lacks_differ():
    assert states_that_differ("abc", "abd") == 1
    assert states_that_differ("abc", "a") == 2
    assert states_that_differ("abc", "abc") == 0


@pytest.mark.parametrize("world", ["pick_place", "falling_ball"])
def test_no_light_weather_surface_texture_or_camera_changes_a_state(world, source_of):
    source = source_of(world, steps=2)
    names = [*EACH[:: 3 if world == "pick_place" else 5], *(f"{factor}_1" for factor in DRAWN)]
    looks = [appearance(name, concrete(source)) for name in names]
    found = appearance_state_differ(source, looks, hz=24)
    assert set(found.values()) == {0}
    assert len(found) == len(names)


@pytest.mark.slow
def test_no_preset_changes_a_state(source_of):
    found = appearance_state_differ(
        source_of("pick_place", steps=3), [appearance(name) for name in presets()], hz=24
    )
    assert len(found) == len(presets())
    assert set(found.values()) == {0}


@pytest.mark.slow
@pytest.mark.parametrize("world", ["pick_place", "urban_loop", "lane_curve"])
def test_no_pair_of_looks_changes_a_state(world, source_of):
    source = source_of(world, steps=3)
    looks = variants(Matrix(textures=2, cameras=2), config=concrete(source), budget=15)
    found = appearance_state_differ(source, looks, hz=24)
    assert len(found) == 15
    assert set(found.values()) == {0}


def test_a_change_of_physics_is_no_look(source_of):
    source = source_of("pick_place", steps=2)
    broken = physics("scene.gravity_mps2=[0.0, 0.0, -1.0]")
    assert appearance_state_differ(source, [broken], hz=24)[broken.name] > 0


def test_a_rate_that_does_not_fit_is_refused(source_of):
    with pytest.raises(ConfigError):
        state_hashes(source_of("pick_place", steps=2), 7)
