import dataclasses
from itertools import cycle

import cv2
import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.truth import BodyInfo, Contact, Outcome
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.datasets.episode_recorder import START_NS
from physai_sim.evaluation.episode import Episode, EpisodeFacts
from physai_sim.evaluation.reporting import episode_section
from physai_sim.evaluation.run import run
from physai_sim.evaluation.run_request import RunRequest

HZ = 10
SECOND_NS = 1_000_000_000


def _facts(robots, **changes):
    values = {
        "world": "made_by_hand",
        "config_hash": "0123abcd",
        "seed": 7,
        "instruction": "Do it.",
        "control_hz": HZ,
        "robots": robots,
        "bodies": {},
        "lane_width_m": None,
        "goal": {},
        "provenance": {},
    }
    return EpisodeFacts(**{**values, **changes})


def _stamps(rows):
    return np.arange(rows, dtype=np.int64) * (SECOND_NS // HZ)


def contact_with(body):
    return Contact("ego", "front_left_wheel", body, "base", (20.0, 3.0, 0.1), (0, 0, 1), 0.0, 90.0)


@pytest.fixture(name="drive")
def _drive():
    """Makes a car that follows a sine, 0.4 m to the left of it."""

    def make(rows=120, **changes):
        x = np.linspace(0.0, 60.0, 121)
        y, slope = 6.0 * np.sin(x / 12.0), 0.5 * np.cos(x / 12.0)
        route = np.column_stack([x, y, np.arctan(slope)])
        odometry = np.zeros((rows, 13))
        odometry[:, :2] = route[:rows, :2] + [0.0, 0.4]
        odometry[:, 6] = 1.0
        odometry[:, 7] = 5.0 + np.sin(np.arange(rows) / 15.0)
        names = ["acceleration_mps2", "curvature_per_m"]
        bodies = {"road": BodyInfo("road", (1, 1, 0)), "kerb_12": BodyInfo("kerb", (1, 1, 1))}
        steps = max(rows - 1, 0)
        episode = Episode(
            facts=_facts(
                {"ego": {"wheelbase_m": 2.7, "action_names": names}},
                bodies=bodies,
                lane_width_m=3.5,
            ),
            stamps_ns=_stamps(rows),
            rewards=np.full(rows, 0.8),
            success=np.arange(rows) >= 119,
            odometry={"ego": odometry},
            tools={},
            contacts=((SECOND_NS, contact_with("road")), (4 * SECOND_NS, contact_with("kerb_12"))),
            action_stamps_ns=_stamps(steps),
            actions=np.column_stack([np.sin(np.arange(steps)), np.zeros(steps)]),
            route=route,
            outcome=Outcome("success", True, False, True, steps),
        )
        return dataclasses.replace(episode, **changes)

    return make


LANE = {
    "width_m": 3.5,
    "speed_limit_mps": 10.0,
    "start": {"x_m": -50.0, "y_m": 0.0, "yaw_rad": 0.0},
}
STREET = {
    "lanes": {
        "main": {**LANE, "path": [{"straight_m": 400.0}]},
        "oncoming": {"beside": "main", "offset_m": 3.5, "reverse": True},
    }
}
KINDS = {
    "car": BodyInfo("vehicle", (4.0, 2.0, 1.5)),
    "walker": BodyInfo("pedestrian", (0.6, 0.6, 1.7)),
    "crate": BodyInfo("object", (1.0, 1.0, 1.0)),
    "house": BodyInfo("building", (8.0, 8.0, 6.0)),
    "kerb": BodyInfo("kerb", (20.0, 0.2, 0.1)),
}


def _pose_rows(places, rows):
    """(x, y, yaw) or (x, y) rows, or one for all, as poses (rows, 7)."""
    places = np.broadcast_to(np.asarray(places, dtype=float), (rows, np.shape(places)[-1]))
    yaw = places[:, 2] if places.shape[1] > 2 else np.zeros(rows)
    poses = np.zeros((rows, 7))
    poses[:, :2], poses[:, 5], poses[:, 6] = places[:, :2], np.sin(yaw / 2), np.cos(yaw / 2)
    return poses


@pytest.fixture(name="street")
def _street(drive):
    """Makes a car of 4 by 2 m, its base link in its middle, on a street of two lanes along x.

    Places are (x, y) or (x, y, yaw) rows, 0.1 s apart; speeds follow from them. The own lane has
    its middle at y = 0, the oncoming one at 3.5; both are 3.5 m wide, with a limit of 10 m/s.
    Others are named after what they are (`car_1`, `walker_2`, `house`); those with places move.
    """

    def make(places, *, others=(), roads=STREET, lights=(), light_states=(), **changes):
        others = dict(others)
        rows = len(places)
        odometry = np.zeros((rows, 13))
        odometry[:, :7] = _pose_rows(places, rows)
        yaw = 2 * np.arctan2(odometry[:, 5], odometry[:, 6])
        if rows > 1:
            moved = np.gradient(odometry[:, :2], 1 / HZ, axis=0)
            odometry[:, 7] = np.cos(yaw) * moved[:, 0] + np.sin(yaw) * moved[:, 1]
            odometry[:, 8] = np.cos(yaw) * moved[:, 1] - np.sin(yaw) * moved[:, 0]
        episode = drive(min(rows, 120), contacts=(), success=np.zeros(rows, dtype=bool))
        bodies = {name: KINDS[name.split("_")[0]] for name in others}
        bodies["ego"] = BodyInfo("robot", (4.0, 2.0, 1.5))
        facts = dataclasses.replace(
            episode.facts, bodies=bodies, roads=roads, lights=dict(lights), lane_width_m=3.5
        )
        tracks = {n: _pose_rows(p, rows) for n, p in others.items() if p is not None}
        route = np.column_stack([np.linspace(0.0, 100.0, 51), np.zeros((51, 2))])
        shown = {name: np.array(states) for name, states in dict(light_states).items()}
        given = {"facts": facts, "tracks": tracks, "route": route, "lights": shown}
        given |= {"odometry": {"ego": odometry}, "stamps_ns": _stamps(rows)}
        return dataclasses.replace(episode, **{**given, **changes, "rewards": np.zeros(rows)})

    return make


@pytest.fixture(name="arm")
def _arm():
    """Makes an arm whose tool goes straight to a ball."""

    def make(rows=40, **changes):
        names = [f"{axis}_delta_m" for axis in "xyz"] + [f"{axis}_turn_rad" for axis in "xyz"]
        share = np.linspace(0.0, 1.0, 40)[:rows, None]
        tool = np.zeros((rows, 7))
        tool[:, :3] = (1 - share) * [0.3, 0.0, 0.9] + share * [0.5, 0.2, 0.6]
        robot = {"wheelbase_m": None, "action_names": [*names, "gripper_opening_m"]}
        steps = max(rows - 1, 0)
        episode = Episode(
            facts=_facts({"arm": robot}, goal={"ball": (0.5, 0.2, 0.6)}),
            stamps_ns=_stamps(rows),
            rewards=share[:, 0],
            success=np.zeros(rows, dtype=bool),
            odometry={"arm": np.zeros((rows, 13))},
            tools={"arm": tool},
            contacts=(),
            action_stamps_ns=_stamps(steps),
            actions=np.full((steps, 7), 0.01),
            route=np.zeros((0, 3)),
            outcome=Outcome("time_limit", False, True, False, steps),
        )
        return dataclasses.replace(episode, **changes)

    return make


@pytest.fixture(scope="session")
def request_of(policy_file, short):
    """`request_of("reach", folder)`: what `record` takes, two short episodes of random actions."""

    def make(world, folder, *, settings=(), **options):
        return RunRequest(
            config=load_world(world, [*short, *settings]),
            policy=f"{policy_file}:Dice",
            episodes=2,
            seed=0,
            out=folder,
            **{"mode": "new", **options},
        )

    return make


@pytest.fixture(scope="session")
def bag_images():
    """Stamps of episode time and images of a bag, for the key of a dataset's camera."""

    def read(bag, key):
        name = key.removeprefix("observation.images.")
        stamps, images = [], []
        with open_bag(bag) as reader:
            (topic,) = [t for t in reader.topics if t.startswith(f"/{name}/image_raw")]
            for item in reader.messages([topic]):
                message = item.message
                if topic.endswith("compressed"):
                    coded = np.frombuffer(bytes(message.data), np.uint8)
                    image = cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1]
                else:
                    image = np.reshape(message.data, (message.height, message.width, 3))
                stamps.append(item.stamp_ns - START_NS)
                images.append(image)
        return stamps, images

    return read


@pytest.fixture(scope="session")
def psnr():
    """Peak signal to noise of two images of bytes [dB]; 99 where they are equal."""

    def measure(a, b):
        error = np.mean((a.astype(np.float64) - b) ** 2)
        return 10.0 * np.log10(255.0**2 / error) if error else 99.0

    return measure


@pytest.fixture(scope="session")
def play_run(policy_file, short):
    """`play_run(folder, "reach", "Still", seed=3)`: a run of short episodes; gives metrics.

    Its report has no plots, which take twice as long as all else.
    """

    def play(folder, world, policy="Still", *settings, episodes=1, seed=0, **options):
        request = RunRequest(
            config=load_world(world, [*short, *settings]),
            policy=f"{policy_file}:{policy}",
            episodes=episodes,
            seed=seed,
            out=folder,
            **options,
        )
        with pytest.MonkeyPatch.context() as patch:
            for plots in ("path_plots", "time_plots"):
                patch.setattr(episode_section, plots, lambda *_, **__: [])
            return run(request, progress=lambda *_: None)

    return play


@pytest.fixture(scope="session", params=["lane_curve", "reach"])
def short_run(request, play_run, tmp_path_factory):
    """World, folder and metrics of two short episodes."""
    folder = tmp_path_factory.mktemp("runs") / request.param
    return request.param, folder, play_run(folder, request.param, "Dice", episodes=2, seed=5)


WALL_NS = 1_790_000_000_000_000_000
SENSORS = ("/front_camera/image_raw/compressed", "/joint_states", "/odom")


@pytest.fixture(scope="session")
def by_wall_clock():
    """Writes a bag as a stock recorder would: by the wall's clock, up to 2 ms late.

    `by_wall_clock(bag, folder, real_time_factor=0.5, waits_ms=[30.0])`: commands come so much
    after the last sensor message of their stamp, by turns.
    """
    return _by_wall_clock


def _by_wall_clock(bag, folder, *, real_time_factor, waits_ms):
    late_ns = np.random.default_rng(0)
    waits = cycle(waits_ms)
    with open_bag(bag) as reader:
        offers = [(name, kind, reader.qos[name]) for name, kind in reader.topics.items()]
        made, arrived, commands = [], {}, []
        for item in reader.serialised():
            since_ns = int((item.stamp_ns - START_NS) / real_time_factor)
            at_ns = WALL_NS + since_ns + int(late_ns.integers(0, 2_000_000))
            if item.topic in ("/ackermann_cmd", "/policy/chunk"):
                commands.append(item)
                continue
            if item.topic in SENSORS:
                arrived[item.stamp_ns] = max(at_ns, arrived.get(item.stamp_ns, 0))
            made.append((at_ns, item))
    made += [(arrived[one.stamp_ns] + int(next(waits) * 1e6), one) for one in commands]
    with BagWriter(folder) as writer:
        for offer in offers:
            writer.add_topic(*offer)
        for at_ns, item in sorted(made, key=lambda one: one[0]):
            writer.write_serialised(item.topic, at_ns, item.data)
    return folder
