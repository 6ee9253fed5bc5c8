import numpy as np
import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.evaluation.replay.perturbations import perturbation


@pytest.fixture
def speeds(spec, observation):
    """What a policy sees of a speed that is 1, 2, 3 ... at 0, 0.1, 0.2 ... s."""

    def see(text, count=6, seed=0):
        found = perturbation(text)
        found.begin(spec, seed)
        rows = [found.seen(observation(k / 10, speed=k + 1.0)) for k in range(count)]
        return [float(row.sensors["speed"][0]) for row in rows]

    return see


def test_a_sensor_that_is_dropped_from_the_start_reads_zero(speeds):
    assert speeds("drop=speed") == [0.0] * 6


def test_a_sensor_that_is_dropped_for_a_while_keeps_its_last_reading(speeds):
    assert speeds("drop=speed@0.2s-0.4s") == [1.0, 2.0, 2.0, 2.0, 5.0, 6.0]


def test_a_late_sensor_tells_what_was_then_and_at_first_its_first_reading(speeds):
    assert speeds("delay=speed:0.2s") == [1.0, 1.0, 1.0, 2.0, 3.0, 4.0]
    assert speeds("delay=speed:150ms") == [1.0, 1.0, 1.0, 2.0, 3.0, 4.0]


def test_noise_is_of_the_size_that_was_asked_for_and_repeats(speeds):
    noisy = np.array(speeds("noise=speed:0.5", count=400))
    errors = noisy - np.arange(1, 401)
    assert np.std(errors) == pytest.approx(0.5, abs=0.06)
    assert speeds("noise=speed:0.5", count=400) == noisy.tolist()
    assert speeds("noise=speed:0.5", count=400, seed=1) != noisy.tolist()


def test_noise_on_an_image_stays_within_bytes(spec, observation):
    found = perturbation("noise=front_camera:80")
    found.begin(spec, 0)
    clean = observation(0.0, grey=250)
    image = found.seen(clean).sensors["front_camera"]
    assert image.dtype == np.uint8
    assert image.max() == 255
    assert image.min() < 200
    assert (clean.sensors["front_camera"] == 250).all()


def test_a_reading_that_stands_for_several_stamps_has_one_noise(spec, observation):
    found = perturbation("noise=front_camera:10")
    found.begin(spec, 0)
    image = np.full((4, 6, 3), 90, np.uint8)
    first, second = (found.seen(observation(at, image=image)) for at in (0.0, 0.1))
    assert first.sensors["front_camera"] is second.sensors["front_camera"]


def test_an_entry_of_the_truth_can_fail_as_a_sensor_can(spec, observation):
    found = perturbation("drop=lane_state")
    found.begin(spec, 0)
    seen = found.seen(observation(0.0))
    np.testing.assert_array_equal(seen.privileged["lane_state"], [0.0, 0.0])
    np.testing.assert_array_equal(seen.sensors["speed"], [1.0])


def test_another_episode_begins_anew(spec, observation):
    for text in ("drop=speed@0.1s-9s", "delay=speed:0.2s"):
        found = perturbation(text)
        found.begin(spec, 0)
        for k in range(4):
            found.seen(observation(k / 10, speed=8.0))
        found.begin(spec, 1)
        assert found.seen(observation(0.0, speed=3.0)).sensors["speed"][0] == 3.0


def test_a_sensor_that_is_not_there_is_named_with_those_that_are(spec, observation):
    found = perturbation("drop=frnt_camera")
    found.begin(spec, 0)
    with pytest.raises(UnknownNameError, match="did you mean 'front_camera'"):
        found.seen(observation(0.0))


@pytest.mark.parametrize(
    "text",
    [
        "drop=speed@2s",
        "drop=speed@2s-1s",
        "drop=speed@a-b",
        "delay=speed",
        "delay=speed:soon",
        "delay=speed:11s",
        "noise=speed",
        "noise=speed:0",
        "noise=speed:-1",
        "noise=speed:nan",
    ],
)
def test_an_argument_that_makes_no_sense_is_refused(text):
    with pytest.raises(ConfigError, match="--perturb: "):
        perturbation(text)
