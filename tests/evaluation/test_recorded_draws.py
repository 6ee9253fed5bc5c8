"""A draw leaves its mark wherever an episode is recorded, and is played again from each."""

import json

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, PhysAIError, UnknownNameError
from physai_sim.core.randomize import draw
from physai_sim.datasets.episode_recorder import EpisodeRecorder
from physai_sim.envs.player import Player, make_policy
from physai_sim.evaluation.fan_out import play_into
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.recorded_draws import RecordedDraws, read_draws

WORLD, MASS = "pick_place", "scene.bodies.cube.mass_kg"
SMALL = tuple(
    f"sensors.{camera}.{side}_px=32"
    for camera in ("front_camera", "front_depth", "wrist_camera")
    for side in ("width", "height")
)
HEAVY = f"randomize.{MASS}={{uniform: {{low: 5.0, high: 6.0}}}}"


@pytest.fixture(scope="module")
def recorded(play_run, tmp_path_factory):
    """Folder and metrics of two short episodes."""
    folder = tmp_path_factory.mktemp("draws") / "run"
    return folder, play_run(folder, WORLD, "Dice", *SMALL, episodes=2, seed=4)


def test_bag_metrics_and_configuration_tell_the_same_draw(recorded, short):
    folder, metrics = recorded
    for index, seed in enumerate((4, 5)):
        values = draw(load_world(WORLD, [*short, *SMALL]), seed)
        assert metrics["episodes"][index]["draw"] == values
        assert load_episode(folder / f"episode_00{index}").facts.draw == values
    written = json.loads((folder / "metrics.json").read_text())
    assert written["episodes"][0]["draw"] == metrics["episodes"][0]["draw"]
    assert written["draws"] is None


def test_the_report_has_a_table_of_what_was_drawn(recorded):
    folder, metrics = recorded
    page = (folder / "report.html").read_text()
    assert page.count("Drawn for this episode") == 2
    assert all(page.count(f"<code>{path}</code>") == 2 for path in metrics["episodes"][0]["draw"])


def test_an_episode_without_draws_has_none_and_no_table(play_run, tmp_path):
    metrics = play_run(tmp_path / "run", "reach")
    assert metrics["episodes"][0]["draw"] == {}
    assert "Drawn for this episode" not in (tmp_path / "run" / "report.html").read_text()
    assert read_draws(tmp_path / "run" / "episode_000") == RecordedDraws(
        str(tmp_path / "run" / "episode_000"), {0: {}}
    )


def test_from_its_bag_every_state_and_image_comes_again(
    open_session, policy_file, short, tmp_path
):
    """The distributions are others by then: the bag alone knows what was drawn."""
    session = open_session(WORLD, *short, *SMALL, record_contacts=True)
    player = Player(make_policy(f"{policy_file}:Dice"), session.spec)
    first, hashes, images = session.reset(8), [session.world.state_hash()], []
    player.reset(8, spec=session.spec)
    with EpisodeRecorder(tmp_path / "bag", session.spec) as recorder:
        play_into(
            [recorder],
            session,
            player,
            first,
            on_step=lambda *_: hashes.append(session.world.state_hash()),
            watch=lambda seen: images.append(seen.sensors),
        )
    episode = load_episode(tmp_path / "bag")
    assert len(hashes) == len(images) == len(episode.actions) + 1 > 6

    other = open_session(WORLD, *short, *SMALL, HEAVY)
    seen = other.reset(episode.facts.seed)
    assert other.world.state_hash() == hashes[0]  # a mass does not show before something moves
    assert other.draw[MASS] != episode.facts.draw[MASS]
    seen = other.reset(episode.facts.seed, episode.facts.draw)
    again, shown = [other.world.state_hash()], [seen.sensors]
    for action in episode.actions:
        shown.append(other.step(action).observation.sensors)
        again.append(other.world.state_hash())
    assert again == hashes
    for was, now in zip(images, shown, strict=True):
        assert all(np.array_equal(was[name], now[name]) for name in was)


def test_a_run_draws_what_an_earlier_one_drew(recorded, play_run, tmp_path):
    folder, metrics = recorded
    again = play_run(
        tmp_path / "again",
        WORLD,
        "Dice",
        *SMALL,
        HEAVY,
        episodes=2,
        seed=4,
        draws=read_draws(folder / "metrics.json"),
    )
    assert [e["draw"] for e in again["episodes"]] == [e["draw"] for e in metrics["episodes"]]
    assert again["config_hash"] != metrics["config_hash"]
    for name in ("episode_000", "episode_001"):
        was, now = load_episode(folder / name), load_episode(tmp_path / "again" / name)
        assert np.array_equal(was.actions, now.actions)
        assert all(np.array_equal(was.tools[arm], now.tools[arm]) for arm in was.tools)
    assert f"--draw {folder / 'metrics.json'}" in (tmp_path / "again/report.html").read_text()
    assert json.loads((tmp_path / "again/run.json").read_text())["draws"] == again["draws"]


def test_resume_keeps_an_episode_only_with_the_same_draw(play_run, tmp_path):
    folder = tmp_path / "run"
    play_run(folder, WORLD, "Still", *SMALL)
    bag = folder / "episode_000" / "episode_000_0.mcap"
    before, values = bag.stat().st_mtime_ns, load_episode(bag.parent).facts.draw
    play_run(folder, WORLD, "Still", *SMALL, mode="resume")
    assert bag.stat().st_mtime_ns == before
    other = RecordedDraws("here", {None: {**values, MASS: 0.123}})
    play_run(folder, WORLD, "Still", *SMALL, mode="resume", draws=other)
    assert load_episode(bag.parent).facts.draw[MASS] == 0.123


@pytest.mark.parametrize("form", ["bag", "metrics", "episode", "draw"])
def test_draws_are_read_in_every_form_they_are_kept_in(recorded, form, tmp_path):
    folder, metrics = recorded
    record = metrics["episodes"][0]
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(record if form == "episode" else record["draw"]))
    path = {"bag": folder / "episode_000", "metrics": folder / "metrics.json"}.get(form, path)
    found = read_draws(path)
    assert found.source == str(path)
    assert found.of(4) == record["draw"]
    assert found.first_seed == (None if form == "draw" else 4)


def test_one_draw_serves_every_seed_and_of_several_each_its_own(recorded):
    folder, metrics = recorded
    several, one = read_draws(folder / "metrics.json"), read_draws(folder / "episode_001")
    assert several.of(5) == one.of(5) == one.of(77) == metrics["episodes"][1]["draw"]
    with pytest.raises(ConfigError, match="no episode of this seed, got 77; expected one of 4, 5"):
        several.of(77)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[1]", "no draw"),
        ('{"episodes": []}', "no episode with a seed"),
        ('{"episodes": [{"seed": 3}]}', "tells no draw"),
        ('{"episodes": 3}', "tells no draw"),
        ('{"seed": "3", "draw": {}}', "no episode with a seed"),
        ('{"seed": 3, "draw": 5}', "tells no draw"),
        (None, "cannot be read"),
    ],
)
def test_what_tells_no_draw_is_refused_in_one_line(text, words, tmp_path):
    path = tmp_path / "draw.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(PhysAIError, match=words) as caught:
        read_draws(path)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"--draw {path}: ")


def test_what_is_no_bag_is_refused(tmp_path):
    with pytest.raises(PhysAIError):
        read_draws(tmp_path / "nowhere")


def test_a_draw_of_another_world_is_refused_before_anything_is_played(
    recorded, play_run, tmp_path
):
    folder, _ = recorded
    with pytest.raises(UnknownNameError, match="reach does not draw this"):
        play_run(tmp_path / "run", "reach", draws=read_draws(folder / "episode_000"))
