"""A dataset of ours as lerobot's own LeRobotDataset reads it."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from lerobot.datasets.lerobot_dataset import LeRobotDataset
from report import Report
from torch.utils.data import DataLoader

from physai_sim.datasets.bag_reader import open_bag
from physai_sim.datasets.lerobot.reader import LeRobotDataset as OurReader
from physai_sim.evaluation.ingest.simulated import load_episode

PSNR_DB = 30.0
STATISTICS = ("min", "max", "mean", "std", "count", "q01", "q10", "q50", "q90", "q99")


class DatasetChecks:
    """Checks of one dataset.

    Args:
        report: Where they are told.
        name: What to call it.
        folder: The dataset.
        bags: Its episodes with raw images: where its frames come from.
    """

    def __init__(self, report: Report, name: str, folder: Path, bags: list[Path]) -> None:
        self.report, self.name, self.folder, self.bags = report, name, folder, bags
        self.theirs = LeRobotDataset(f"physai/{name}", root=folder)
        self.ours = OurReader(folder)
        self.rows = [self.ours.columns(episode) for episode in range(len(self.ours))]
        self.items: list[dict[str, Any]] = [self.theirs[i] for i in range(len(self.theirs))]

    def all(self) -> None:
        """Run every check."""
        self._lengths()
        self._features()
        self._numbers()
        self._boundaries()
        self._neighbours()
        self._tasks()
        self._statistics()
        self._frames()
        self._loader()

    def _check(self, what: str, passed: object, detail: object = "") -> None:
        self.report.check(f"{self.name}: {what}", passed, detail)

    def _column(self, key: str) -> np.ndarray:
        return np.concatenate([rows[key] for rows in self.rows])

    def _lengths(self) -> None:
        theirs = (self.theirs.num_episodes, len(self.theirs), self.theirs.fps)
        ours = (len(self.bags), sum(len(rows["timestamp"]) for rows in self.rows), self.ours.fps)
        self._check("episodes, frames and fps", theirs == ours, theirs)

    def _features(self) -> None:
        theirs, ours = self.theirs.features, self.ours.info["features"]
        same = all(
            (theirs[k]["dtype"], list(theirs[k]["shape"]), theirs[k]["names"])
            == (ours[k]["dtype"], list(ours[k]["shape"]), ours[k]["names"])
            for k in ours
        )
        self._check("features", theirs.keys() == ours.keys() and same, f"{len(theirs)}")

    def _numbers(self) -> None:
        hz = self.ours.fps
        stamps = np.concatenate([np.arange(len(r["timestamp"])) / hz for r in self.rows])
        found = np.array([item["timestamp"].item() for item in self.items], dtype=np.float32)
        self._check("timestamps exact", np.array_equal(found, stamps.astype(np.float32)))
        for key in self.rows[0]:
            seen = np.stack([item[key].numpy() for item in self.items])
            self._check(f"{key} exact", np.array_equal(seen, self._column(key)), seen.shape)

    def _boundaries(self) -> None:
        ends = np.cumsum([0, *(len(rows["timestamp"]) for rows in self.rows)]).tolist()
        told = [self.theirs.meta.episodes[i] for i in range(len(self.rows))]
        spans = [(e["dataset_from_index"], e["dataset_to_index"]) for e in told]
        owners = [item["episode_index"].item() for item in self.items]
        fits = all(set(owners[a:b]) == {i} for i, (a, b) in enumerate(pairwise(ends)))
        self._check("episode boundaries", fits and spans == list(pairwise(ends)), spans)

    def _neighbours(self) -> None:
        """Windows over time stop at the ends of an episode."""
        step, camera = 1 / self.ours.fps, self.ours.cameras[0]
        around = {"action": [0.0, step], camera: [-step, 0.0]}
        theirs = LeRobotDataset("physai/window", root=self.folder, delta_timestamps=around)
        first, last = len(self.rows[0]["action"]), len(self.rows[0]["action"]) - 1
        begin, end, inside = theirs[first], theirs[last], theirs[first + 1]
        pads = [begin[f"{camera}_is_pad"].tolist(), end["action_is_pad"].tolist()]
        next_ = np.array_equal(inside["action"][1].numpy(), self.rows[1]["action"][2])
        before = np.array_equal(inside[camera][0].numpy(), self.items[first][camera].numpy())
        fits = pads == [[True, False], [False, True]] and next_ and before
        self._check("windows of delta_timestamps", fits, pads)

    def _tasks(self) -> None:
        told = [load_episode(bag).facts.instruction for bag in self.bags]
        seen = [self.items[int(rows["index"][0])]["task"] for rows in self.rows]
        self._check("tasks", seen == told, set(seen))

    def _statistics(self) -> None:
        stats = self.theirs.meta.stats
        whole = all(set(STATISTICS) <= stats[key].keys() for key in self.ours.info["features"])
        self._check("statistics present", whole, f"{len(stats)} features")
        for key in ("observation.state", "action"):
            values = self._column(key).astype(np.float64)
            for name in ("min", "max", "mean", "std"):
                exact = getattr(values, name)(axis=0)
                self._check(f"{key} {name}", np.allclose(stats[key][name], exact, atol=1e-9))
        for camera in self.ours.cameras:
            seen = np.mean([item[camera].numpy().mean(axis=(1, 2)) for item in self.items], axis=0)
            off = np.abs(np.ravel(stats[camera]["mean"]) - seen).max()
            self._check(f"{camera} mean", off < 0.02, f"off by {off:.4f}")

    def _frames(self) -> None:
        for camera in self.ours.cameras:
            found = [np.rint(item[camera].numpy() * 255) for item in self.items]
            shown = [picture.transpose(1, 2, 0) for picture in found]
            ours = [f for e in range(len(self.rows)) for f in self.ours.frames(e, camera)]
            source = [f for e, bag in enumerate(self.bags) for f in self._source(bag, camera, e)]
            for what, others in (("our reader's", ours), ("the source", source)):
                worst = min(psnr(a, b) for a, b in zip(shown, others, strict=True))
                self._check(f"{camera} against {what}", worst >= PSNR_DB, f"{worst:.1f} dB")

    def _source(self, bag: Path, camera: str, episode: int) -> list[np.ndarray]:
        topic = f"/{camera.rpartition('.')[2]}/image_raw"
        with open_bag(bag) as reader:
            told = [item.message for item in reader.messages([topic])]
        images = [np.reshape(m.data, (m.height, m.width, 3)) for m in told]
        return images[: len(self.rows[episode]["timestamp"])]

    def _loader(self) -> None:
        loader = DataLoader(self.theirs, batch_size=8, shuffle=True)
        sizes = [len(batch["index"]) for batch in loader]
        self._check("a pass of torch's DataLoader", sum(sizes) == len(self.items), sizes)


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    """Peak signal to noise of two images of bytes [dB]; 99 where they are equal."""
    error = np.mean((a.astype(np.float64) - b) ** 2)
    return 10.0 * float(np.log10(255.0**2 / error)) if error else 99.0
