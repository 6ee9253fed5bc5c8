"""Sources and samples become single rollouts with names of their own."""

import json

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.batch.planning import Wish, plan


@pytest.fixture
def spec(tmp_path):
    def write(*samples):
        path = tmp_path / "samples.jsonl"
        path.write_text("".join(json.dumps(sample) + "\n" for sample in samples))
        return path

    return write


def planned(*asked):
    found = plan(*asked)
    return found.rollouts, found.notes


NIGHT = {"name": "night", "fps": 12, "physai": {"expansion": {"appearance": "night"}}}


def test_without_samples_every_source_is_wanted_as_it_was(recording):
    rollouts, notes = planned([str(recording), "reach:3"], [], Wish(fps=12))
    assert [one.name for one in rollouts] == ["source_000", "source_001", "source_002"]
    assert rollouts[0].source == f"{recording / 'dataset'}:0"
    assert rollouts[2].source == "reach:3"
    assert {one.expansion.kind for one in rollouts} == {"none"}
    assert notes == {}


def test_a_budget_chooses_looks_of_each_source():
    rollouts, _ = planned(["reach:0-1"], [], Wish(budget=5))
    assert len(rollouts) == 10
    assert len({one.expansion.name for one in rollouts[:5]}) == 5


def test_a_sample_is_made_of_each_source_and_its_keys_are_kept(spec):
    rollouts, notes = planned(["reach:0-1"], [spec(NIGHT)], Wish())
    assert [(one.name, one.source) for one in rollouts] == [
        ("night_000", "reach:0"),
        ("night_001", "reach:1"),
    ]
    assert rollouts[0].fps == 12
    assert notes["night_000"]["spec"]["name"] == "night"
    assert "fps" in notes["night_000"]["effects"]


def test_an_option_goes_before_what_a_sample_says(spec):
    [rollout], _ = planned(["reach:0"], [spec(NIGHT)], Wish(fps=24, size_px=(32, 32)))
    assert (rollout.name, rollout.fps, rollout.size_px) == ("night", 24, (32, 32))


def test_a_texture_is_made_for_the_world_of_its_source(spec):
    textured = {"name": "t", "physai": {"expansion": {"appearance": "noon+texture_1"}}}
    [rollout], _ = planned(["reach:0"], [spec(textured)], Wish())
    assert any("color_rgba" in setting for setting in rollout.expansion.settings)


def test_a_sample_may_name_its_own_source_and_needs_one(spec):
    [rollout], _ = planned([], [spec({"name": "own", "physai": {"source": "reach:7"}})], Wish())
    assert rollout.source == "reach:7"
    with pytest.raises(ConfigError, match="a sample without a source"):
        plan([], [spec(NIGHT)], Wish())


def test_looks_are_named_or_chosen_not_both(spec):
    with pytest.raises(ConfigError, match="one of --budget and --spec"):
        plan(["reach:0"], [spec(NIGHT)], Wish(budget=2))


def test_arguments_of_a_rollout_are_asked_for_again_with_its_settings_and_format(made):
    file = made.out / "samples/night_0/sample_args.json"
    found = plan([str(file)], [], Wish())
    assert found.rollouts == (made.rollouts[0],)
    assert (found.form, found.settings) == ("both", made.settings)
    told = json.loads(file.read_text())
    assert found.expects == {"night_0": (told["config_hash"], told["actions_sha256"])}


def test_rollouts_of_different_formats_are_not_made_again_together(made, tmp_path):
    file = made.out / "samples/night_0/sample_args.json"
    other = tmp_path / "sample_args.json"
    other.write_text(json.dumps({**json.loads(file.read_text()), "format": "bag"}))
    with pytest.raises(ConfigError, match="different settings or formats"):
        plan([str(file), str(other)], [], Wish())
