import numpy as np
import pytest

from physai_sim.core.types import EpisodeSpec, Observation, RobotSpec, SensorSpec


@pytest.fixture
def spec():
    """A car with a camera at 10 Hz."""
    names = ("acceleration_mps2", "curvature_per_m")
    low, high = np.array([-8.0, -0.2]), np.array([3.0, 0.2])
    kind = "acceleration_curvature"
    car = RobotSpec("ego", "sedan", kind, names, low, high, (), wheelbase_m=2.85)
    camera = SensorSpec("front_camera", "rgb", 10, "ego", "front_camera_optical_frame", (4, 6, 3))
    speed = SensorSpec("speed", "numbers", 20, "ego", "base_link", (1,))
    sensors = {"front_camera": camera, "speed": speed}
    return EpisodeSpec("made", "0123", "Drive on.", 10, 240, {"ego": car}, sensors)


@pytest.fixture
def observation():
    """`observation(0.1, speed=3.0)`: what is sensed at a time; an image is of one grey."""

    def make(at_s, *, grey=100, speed=1.0, image=None):
        sensors = {
            "front_camera": np.full((4, 6, 3), grey, np.uint8) if image is None else image,
            "speed": np.array([speed]),
        }
        truth = {"lane_state": np.array([0.5, 0.1])}
        return Observation(round(at_s * 1e9), sensors, "Drive on.", truth)

    return make
