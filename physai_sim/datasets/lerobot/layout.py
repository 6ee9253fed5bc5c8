"""The features of a dataset: which columns and videos an episode gives, by LeRobot's names.

Source: Hugging Face, LeRobotDataset v3 (lerobot 0.6), `datasets/utils.py`: `info.json`, features.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from physai_sim.core.errors import DatasetError
from physai_sim.core.geometry import Array
from physai_sim.core.types import EpisodeSpec, SensorSpec
from physai_sim.datasets.h264 import pixel_format

STATE, ENVIRONMENT, ACTION = "observation.state", "observation.environment_state", "action"
REWARD, DONE, SUCCESS = "next.reward", "next.done", "next.success"
IMAGES = "observation.images."
INDEX_COLUMNS = ("frame_index", "episode_index", "index", "task_index")
CODEC = "h264"
_ODOMETRY = ("x", "y", "z", "qx", "qy", "qz", "qw", "vx", "vy", "vz", "wx", "wy", "wz")


@dataclass(frozen=True, slots=True)
class Layout:
    """What every episode of a dataset has in common.

    Args:
        fps: Rows and frames per second: the control rate.
        robot_type: Models of the robots, joined by "+".
        state: Names of the numbers of `observation.state`; may be empty.
        environment: Names of the privileged numbers; may be empty.
        action: Names of the numbers of `action`.
        cameras: (name, height, width) of each colour camera [px].
    """

    fps: int
    robot_type: str
    state: tuple[str, ...]
    environment: tuple[str, ...]
    action: tuple[str, ...]
    cameras: tuple[tuple[str, int, int], ...]

    @classmethod
    def of(cls, spec: EpisodeSpec, privileged: Mapping[str, Array]) -> Layout:
        """The layout of an episode.

        Args:
            spec: The episode.
            privileged: Ground truth of any of its instants, for its names and sizes.
        """
        alone = len(spec.robots) == 1
        return cls(
            fps=spec.control_hz,
            robot_type="+".join(robot.model for robot in spec.robots.values()),
            state=tuple(name for sensor in state_sensors(spec) for name in _numbers(sensor)),
            environment=tuple(
                f"{name}.{i}" for name, array in privileged.items() for i in range(array.size)
            ),
            action=tuple(
                name if alone else f"{robot.name}.{name}"
                for robot in spec.robots.values()
                for name in robot.action_names
            ),
            cameras=tuple((s.name, s.shape[0], s.shape[1]) for s in colour_cameras(spec)),
        )

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Layout:
        """The layout of an `info.json`, or of what `to_json` gave."""
        features = record["features"]
        keys = {"state": STATE, "environment": ENVIRONMENT, "action": ACTION}
        names = {
            word: tuple(features.get(key, {"names": ()})["names"]) for word, key in keys.items()
        }
        cameras = tuple(
            (key.removeprefix(IMAGES), int(feature["shape"][0]), int(feature["shape"][1]))
            for key, feature in features.items()
            if key.startswith(IMAGES)
        )
        return cls(
            fps=int(record["fps"]), robot_type=record["robot_type"], cameras=cameras, **names
        )

    def to_json(self) -> dict[str, Any]:
        """The part of `info.json` that says it."""
        return {"fps": self.fps, "robot_type": self.robot_type, "features": self.features()}

    @property
    def vectors(self) -> dict[str, tuple[str, ...]]:
        """Key -> names of its numbers, for each float32 column that is there."""
        found = {STATE: self.state, ENVIRONMENT: self.environment, ACTION: self.action}
        return {key: names for key, names in found.items() if names}

    @property
    def videos(self) -> dict[str, tuple[int, int]]:
        """Key -> (height, width) [px] of each video."""
        return {f"{IMAGES}{name}": (height, width) for name, height, width in self.cameras}

    def features(self) -> dict[str, dict[str, Any]]:
        """The features of `info.json`."""
        found = {key: _feature("float32", names) for key, names in self.vectors.items()}
        found |= {key: self._video(size) for key, size in self.videos.items()}
        found[REWARD] = _feature("float32", None)
        found |= {key: _feature("bool", None) for key in (DONE, SUCCESS)}
        found["timestamp"] = _feature("float32", None)
        return found | {key: _feature("int64", None) for key in INDEX_COLUMNS}

    def _video(self, size: tuple[int, int]) -> dict[str, Any]:
        height, width = size
        info = {
            "video.height": height,
            "video.width": width,
            "video.codec": CODEC,
            "video.pix_fmt": pixel_format(size),
            "video.is_depth_map": False,
            "video.fps": self.fps,
            "video.channels": 3,
            "has_audio": False,
        }
        names = ["height", "width", "channels"]
        return {"dtype": "video", "shape": [height, width, 3], "names": names, "info": info}

    def require(self, other: Layout, *, where: str) -> None:
        """Refuse an episode that does not fit the others.

        Raises:
            DatasetError: If the layouts differ; the first difference is named.
        """
        ours, theirs = asdict(self), asdict(other)
        for key, value in ours.items():
            if theirs[key] != value:
                raise DatasetError(
                    f"the episodes of a dataset must be alike, and {key} differs",
                    where=where,
                    got=theirs[key],
                    expected=str(value),
                )


def colour_cameras(spec: EpisodeSpec) -> list[SensorSpec]:
    """The sensors that become videos."""
    return [sensor for sensor in spec.sensors.values() if sensor.kind == "rgb"]


def state_sensors(spec: EpisodeSpec) -> list[SensorSpec]:
    """The sensors whose numbers are joined to `observation.state`, in the order of the world."""
    return [sensor for sensor in spec.sensors.values() if len(sensor.shape) == 1]


def left_out(spec: EpisodeSpec) -> tuple[str, ...]:
    """Names of the sensors that a dataset does not hold: depth cameras stay in the bag, exact."""
    kept = {s.name for s in (*colour_cameras(spec), *state_sensors(spec))}
    return tuple(name for name in spec.sensors if name not in kept)


def _feature(dtype: str, names: tuple[str, ...] | None) -> dict[str, Any]:
    shape = [1 if names is None else len(names)]
    return {"dtype": dtype, "shape": shape, "names": None if names is None else list(names)}


def _numbers(sensor: SensorSpec) -> tuple[str, ...]:
    """A name for each number of a reading."""
    if sensor.kind == "joint_state":
        kinds = [f"{name}.{what}" for what in ("position", "velocity") for name in sensor.names]
    elif sensor.kind == "odometry":
        kinds = list(_ODOMETRY)
    elif len(sensor.names) == sensor.shape[0]:
        kinds = list(sensor.names)
    else:
        kinds = [str(index) for index in range(sensor.shape[0])]
    return tuple(f"{sensor.name}.{name}" for name in kinds)
