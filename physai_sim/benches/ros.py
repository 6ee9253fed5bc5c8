"""How the live stack keeps pace, and whether lock-step is exact: real launches, real processes."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

from physai_sim.benches._clock_watch import watch_clock
from physai_sim.benches._launch import launched
from physai_sim.benches.base import Row
from physai_sim.core.config import load_world
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.run import run
from physai_sim.evaluation.run_request import RunRequest

DOMAIN = 174
WORLD, SEED = "lane_curve", 3
CAMERA = (
    "rates.control_hz=20",
    "sensors.front_camera.rate_hz=20",
    "sensors.front_camera.width_px=640",
    "sensors.front_camera.height_px=480",
)
WALL_TIME_TOPICS = ("/rosout", "/diagnostics")
START_S, EPISODE_S = 60.0, 300.0


class Ros:
    """Pace and repeatability of `physai launch driving`."""

    def run(self, *, quick: bool) -> list[Row]:
        """See `Bench`."""
        seconds = 10 if quick else 60
        with tempfile.TemporaryDirectory(prefix="physai_bench_") as folder:
            return [
                _pace("driving_rtf", 1.0, seconds, 0.99),
                _pace("driving_unpaced_rtf", 0.0, seconds, 1.3),
                *_lockstep(Path(folder)),
            ]


def _pace(name: str, factor: float, seconds: int, bar: float) -> Row:
    """Simulated per wall seconds of a launch, by its clock."""
    settings = "[" + ", ".join(f"'{setting}'" for setting in CAMERA) + "]"
    arguments = (f"real_time_factor:={factor}", "episodes:=0", f"set:={settings}")
    with launched("driving", *arguments, f"world:={WORLD}", domain=DOMAIN):
        measured = watch_clock(DOMAIN, seconds=seconds, patience_s=START_S)
    pace = "paced" if factor else "as fast as it goes"
    note = f"{WORLD}, 640x480 camera at 20 Hz, {pace}, {seconds} s of wall time, with resets"
    return Row(name, measured, "ratio", bar, ">=", note)


def _lockstep(folder: Path) -> list[Row]:
    runs = [folder / "first", folder / "second"]
    for out in runs:
        arguments = [f"world:={WORLD}", "lockstep:=true", "real_time_factor:=0.0", f"seed:={SEED}"]
        arguments += [f"out:={out}", f"record:={out}_topics"]
        with launched("driving", *arguments, domain=DOMAIN + 1) as process:
            process.wait(timeout=EPISODE_S)
    bags = [_messages(Path(f"{out}_topics")) for out in runs]
    named = sorted(set(bags[0]) | set(bags[1]))
    differ = [topic for topic in named if bags[0].get(topic) != bags[1].get(topic)]
    counted = sum(len(messages) for messages in bags[0].values())
    note = f"{len(named)} topics, {counted} messages" + (
        f"; {', '.join(differ)}" if differ else ""
    )
    repeat = Row("lockstep_repeat", float(len(differ)), "topics", 0.0, "==", note)
    live = load_episode(runs[0] / "episode_000")
    plain = _plain_run(folder / "plain")
    return [repeat, _difference(live, plain)]


def _difference(live: Episode, plain: Episode) -> Row:
    """Distance between the final poses of the same drive, live and in one process."""
    ends = [episode.odometry["ego"][-1, :3] for episode in (live, plain)]
    millimetres = 1000 * math.dist(*(end.tolist() for end in ends))
    note = f"{WORLD}, seed {SEED}, {len(live.actions)} and {len(plain.actions)} control steps"
    return Row("lockstep_equals_run", millimetres, "mm", 1.0, "<=", note)


def _plain_run(out: Path) -> Episode:
    config = load_world(WORLD)
    request = RunRequest(config=config, policy=config.expert, episodes=1, seed=SEED, out=out)
    run(request, progress=lambda *_: None)
    return load_episode(out / "episode_000")


def _messages(bag: Path) -> dict[str, list[bytes]]:
    """The bytes of every message by topic, in the order in which they came."""
    with open_bag(bag) as reader:
        wanted = [topic for topic in reader.topics if topic not in WALL_TIME_TOPICS]
        found: dict[str, list[bytes]] = {topic: [] for topic in wanted}
        for message in reader.serialised(wanted):
            found[message.topic].append(bytes(message.data))
    return found
