"""What sensors say of themselves before their first reading; `core.types` offers all of it.

Legend: H x W image rows x columns, R rings and N columns of a lidar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Pose

Array = NDArray[np.float64]
SensorKind = Literal[
    "rgb",
    "depth",
    "segmentation",
    "joint_state",
    "odometry",
    "contact",
    "numbers",
    "imu",
    "lidar",
    "pose",
    "gnss",
]


@dataclass(frozen=True, slots=True)
class CameraSpec:
    """A pinhole camera: intrinsics in pixels, mount as `pose_optical_in_parent`.

    The optical frame has z forward, x right, y down (REP-103); pixel (0, 0) is the *centre* of
    the top left pixel, as in sensor_msgs/CameraInfo.

    Args:
        width_px: Image columns.
        height_px: Image rows.
        focal_px: Focal length, the same along both axes.
        near_m: Nearest depth that is drawn [m].
        far_m: Farthest depth that is drawn [m].
        parent: Frame that the camera is fixed to: "world", a body or `body/link`.
        pose_optical_in_parent: The mount.
        distortion: k1, k2, p1, p2, k3 of the plumb bob model; zeros are a pinhole.
    """

    width_px: int
    height_px: int
    focal_px: float
    near_m: float
    far_m: float
    parent: str
    pose_optical_in_parent: Pose
    distortion: tuple[float, float, float, float, float] = (0.0, 0.0, 0.0, 0.0, 0.0)

    @property
    def centre_px(self) -> tuple[float, float]:
        """Principal point (cx, cy): the middle of the image, in pixel-centre coordinates."""
        return ((self.width_px - 1) / 2, (self.height_px - 1) / 2)

    def intrinsics(self) -> Array:
        """The matrix K, shape (3, 3)."""
        cx, cy = self.centre_px
        return np.array([[self.focal_px, 0.0, cx], [0.0, self.focal_px, cy], [0.0, 0.0, 1.0]])


@dataclass(frozen=True, slots=True)
class MountSpec:
    """Where a sensor's own frame is fixed.

    Args:
        parent: "world" or `body/link`.
        pose_sensor_in_parent: The sensor's frame (x forward, y left, z up) in the parent's.
    """

    parent: str
    pose_sensor_in_parent: Pose


@dataclass(frozen=True, slots=True)
class ScanSpec:
    """The rays of a lidar, all cast at one instant.

    Args:
        angle_min_rad: Azimuth of the first column, about the sensor's z axis [rad].
        angle_max_rad: Azimuth of the last column [rad].
        columns: Columns, N.
        elevations_rad: Angle of each ring above the sensor's x-y plane, length R [rad].
        min_range_m: Nearest range that is measured [m].
        max_range_m: Farthest [m].
    """

    angle_min_rad: float
    angle_max_rad: float
    columns: int
    elevations_rad: tuple[float, ...]
    min_range_m: float
    max_range_m: float

    @property
    def increment_rad(self) -> float:
        """Angle between two columns [rad]; 0 for a single column."""
        return (self.angle_max_rad - self.angle_min_rad) / max(1, self.columns - 1)

    def directions(self) -> Array:
        """Unit vectors of all rays in the sensor's frame, shape (R, N, 3)."""
        azimuths = self.angle_min_rad + self.increment_rad * np.arange(self.columns)
        up = np.asarray(self.elevations_rad)[:, None]
        flat = np.cos(up)
        x, y = flat * np.cos(azimuths), flat * np.sin(azimuths)
        return np.stack([x, y, np.broadcast_to(np.sin(up), x.shape)], axis=-1)


@dataclass(frozen=True, slots=True)
class SensorSpec:
    """What a sensor gives, known before its first reading.

    Args:
        name: Its name in the world file; its topics start with it.
        kind: Decides the message type.
        rate_hz: Readings per second of simulated time.
        body: The body it belongs to, or "world".
        frame: The ROS frame of its readings.
        shape: Shape of one reading.
        names: Names along the reading, where they have any (joints).
        camera: Intrinsics and mount of a camera, else None.
        mount: Where any other sensor is fixed that has a frame of its own, else None.
        scan: Rays of a lidar, else None.
        variances: Variance of the noise of each measured number, in the order that the message's
            covariances have; empty where a message has none or nothing is known.
        labels: Link names of each body, in the order of their numbers; segmentation only.
    """

    name: str
    kind: SensorKind
    rate_hz: int
    body: str
    frame: str
    shape: tuple[int, ...]
    names: tuple[str, ...] = ()
    camera: CameraSpec | None = None
    mount: MountSpec | None = None
    scan: ScanSpec | None = None
    variances: tuple[float, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
