"""Episodes of a world that randomises: drawn, built, promised, and played again to the bit."""

import json

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, EpisodeError, UnknownNameError
from physai_sim.core.randomize import draw
from physai_sim.envs import RobotTaskEnv, make_vec
from physai_sim.envs.session import Session
from physai_sim.simulation.engine import bullet

MASS, SIZE = "scene.bodies.cube.mass_kg", "scene.bodies.cube.size_m"
CAMERA = "sensors.front_camera.mount.position_m"
PADS, LIGHT = "robots.arm.pad_friction", "scene.light.ambient"
SMALL = [
    f"sensors.{c}.{s}_px=32" for c in ("front_camera", "front_depth") for s in ("width", "height")
]
SMALL += ["view.width_px=48", "view.height_px=32"]  # fmt: skip


def played(session, seed, values=None, steps=12):
    """State hash and readings at every step of a fixed random drive."""
    rng = np.random.default_rng(4)
    observation, found = session.reset(seed, values), []
    for _ in range(steps):
        readings = {k: v.tobytes() for k, v in observation.sensors.items()}
        found.append((session.world.state_hash(), readings))
        action = rng.uniform(session.spec.action_low, session.spec.action_high)
        observation = session.step(action).observation
    return found


def dynamics(session, body, link=-1):
    world = session.world
    return bullet.getDynamicsInfo(world.bodies[body].id, link, physicsClientId=world.client)


def test_what_was_drawn_stands_in_the_world(open_session):
    session = open_session("pick_place", *SMALL)
    for seed in range(3):
        session.reset(seed)
        assert session.draw == draw(session.config, seed)
        values, cube = session.draw, session.world.bodies["cube"]
        assert dynamics(session, "cube")[0] == values[MASS]
        assert cube.info.size_m == tuple(values[SIZE])
        finger = session.world.bodies["arm"].links["panda_leftfinger"]
        assert dynamics(session, "arm", finger)[1] == values[PADS]
        assert session.world.scene.light.ambient == values[LIGHT]
        for name in ("front_camera", "front_depth"):
            pose = session.spec.sensors[name].camera.pose_optical_in_parent
            assert pose.position_m == tuple(values[CAMERA])


def test_the_hash_is_that_of_the_world_file_whatever_is_drawn(open_session):
    session = open_session("pick_place", cameras=False)
    for seed in range(3):
        session.reset(seed)
        assert session.spec.config_hash == load_world("pick_place").hash()


def test_seeds_draw_other_values_and_the_same_seed_the_same_episode(open_session):
    session = open_session("pick_place", *SMALL)
    first, other = played(session, 1), played(session, 2)
    assert played(session, 1) == first
    assert played(open_session("pick_place", *SMALL), 1) == first
    assert other != first


def test_a_draw_played_again_gives_every_state_and_image_whatever_the_distributions(open_session):
    session = open_session("pick_place", *SMALL)
    first = played(session, 6)
    recorded = json.loads(json.dumps(session.draw))
    heavy = (f"randomize.{MASS}={{uniform: {{low: 5.0, high: 6.0}}}}",)
    other = open_session("pick_place", *SMALL, *heavy)
    assert played(other, 6) != first
    assert other.draw[MASS] > 4.0
    assert {k: v for k, v in other.draw.items() if k != MASS} == {
        k: v for k, v in recorded.items() if k != MASS
    }
    assert played(other, 6, recorded) == first
    assert other.draw == recorded


def test_a_draw_and_the_same_settings_give_the_same_states(open_session):
    session = open_session("intersection_turn", cameras=False)
    first = played(session, 3)
    settings = [f"{path}={value}" for path, value in session.draw.items()]
    plain = open_session("intersection_turn", "randomize={}", *settings, cameras=False)
    assert played(plain, 3) == first
    assert plain.draw == {}


def test_switched_off_it_is_the_world_without_it(open_session):
    session = open_session("pick_place", "randomize={}", cameras=False)
    session.reset(1)
    assert session.draw == {}
    assert dynamics(session, "cube")[0] == 0.1
    assert session.world.scene is session.config.scene


def test_other_parts_are_kept_and_what_was_drawn_is_made_anew(open_session):
    session = open_session("pick_place", cameras=False)
    session.reset(0)
    world, task, arm = session.world, session.task, session.stage.robots["arm"]
    session.reset(1)
    assert session.world is world
    assert session.task is task
    assert session.stage.robots["arm"] is not arm


def test_traffic_and_tasks_may_be_drawn_too(open_session):
    settings = (
        "randomize.traffic.lead.speed_mps={uniform: {low: 3.0, high: 6.0}}",
        "randomize.traffic.parked_1.paint_rgba={choice: [[1, 0, 0, 1], [0, 0, 1, 1]]}",
        "randomize.task.speed_mps={uniform: {low: 6.0, high: 8.0}}",
    )
    session = open_session("urban_loop", *settings, cameras=False, privileged=True)
    observation = session.reset(2)
    assert session.task.config.speed_mps == session.draw["task.speed_mps"] < 8.0
    assert observation.privileged["lane_state"][3] == session.draw["task.speed_mps"]
    first = played(session, 2, steps=3)
    assert played(session, 2, steps=3) == first


@pytest.mark.parametrize(
    ("path", "entry", "changed"),
    [
        ("sensors.front_camera.width_px", "{uniform: {low: 64, high: 128}}", "front_camera.shape"),
        ("sensors.contact.rate_hz", "{choice: [15, 30]}", "sensors.contact.rate_hz"),
        ("sensors.front_depth.far_m", "{uniform: {low: 4, high: 5}}", "front_depth.bounds"),
        ("sensors.front_camera.mount.parent", "{choice: [world, arm]}", "front_camera.body"),
        ("robots.arm.tool_speed_mps", "{uniform: {low: 0.3, high: 0.5}}", "arm.action_low"),
        ("robots.arm.action", "{choice: [end_effector_delta, joint_delta]}", "arm.action_kind"),
        ("view.width_px", "{uniform: {low: 320, high: 640}}", "view.size"),
        ("scene.bodies", "{choice: [{table: {shape: sphere, radius_m: 1}}]}", "scene.bodies: thi"),
        ("task.cube", "{choice: [cube, cub]}", "got 'cub'; did you mean 'cube'"),
        ("scene.bodies.plate.mass_kg", "{choice: [0.0, 0.1]}", None),
        ("sensors.front_camera.vertical_fov_rad", "{uniform: {low: 0.7, high: 0.8}}", None),
    ],
)
def test_a_draw_that_changes_what_was_promised_is_refused_at_once(path, entry, changed):
    config = load_world("pick_place", ["randomize={}", f"randomize.{path}={entry}"])
    if changed is None:
        Session(config).close()
        return
    with pytest.raises(ConfigError, match=changed) as caught:
        Session(config)
    told = str(caught.value)
    assert "\n" not in told
    assert told.startswith(f"pick_place: randomize.{path}: a draw of ")


def test_a_refused_draw_leaves_no_engine_behind():
    def open_engines():
        return sum(bool(bullet.isConnected(client)) for client in range(64))

    config = load_world("pick_place", ["randomize.view.width_px={choice: [64, 128]}"])
    before = open_engines()
    with pytest.raises(ConfigError):
        Session(config)
    assert open_engines() == before


def test_a_task_checks_what_was_drawn(open_session):
    session = open_session("pick_place", cameras=False)
    session.reset(0)
    with pytest.raises(ConfigError, match=f"{MASS}: a draw of 0.0 .*the arm is to move this"):
        session.reset(0, {**session.draw, MASS: 0.0})
    with pytest.raises(EpisodeError, match="no episode is running"):
        session.step(np.zeros(7))
    session.reset(0)
    session.step(np.zeros(7))


def test_an_environment_tells_what_it_drew_and_draws_it_again():
    env = RobotTaskEnv(load_world("pick_place", SMALL), observations="all")
    first, info = env.reset(seed=3)
    assert info["draw"] == draw(env.config, 3)
    again, told = env.reset(seed=3, options={"draw": {**info["draw"], MASS: 0.15}})
    assert told["draw"] == {**info["draw"], MASS: 0.15}
    assert first.keys() == again.keys()
    assert env.step(env.action_space.high)[4]["draw"] == told["draw"]
    with pytest.raises(ConfigError, match="not whole"):
        env.reset(seed=3, options={"draw": {}})
    with pytest.raises(UnknownNameError, match="does not draw"):
        env.reset(seed=3, options={"draw": {"scene.gravity_mps2": [0, 0, 0]}})
    with pytest.raises(ConfigError, match="no draw"):
        env.reset(seed=3, options={"draw": 5})
    env.close()


def test_the_view_may_be_drawn():
    path = "view.mount.position_m"
    entry = f"randomize.{path}={{uniform: {{low: [1.5, -1.2, 1.2], high: [1.9, -0.8, 1.5]}}}}"
    config = load_world("pick_place", [*SMALL, "randomize={}", entry])
    env = RobotTaskEnv(config, render_mode="rgb_array")
    pictures = []
    for seed in (1, 2):
        env.reset(seed=seed)
        pose = env.session.view.pose_optical_in_parent
        assert pose.position_m == tuple(env.session.draw[path])
        pictures.append(env.render())
    assert not np.array_equal(*pictures)
    env.close()


def test_several_environments_draw_each_for_itself():
    envs = make_vec("pick_place", num_envs=2)
    _, info = envs.reset(seed=[3, 4])
    assert info["draw"][MASS].tolist() == [draw(load_world("pick_place"), s)[MASS] for s in (3, 4)]
    envs.close()
