"""What all Ackermann cars do alike; how each model drives is tested with the model."""

import numpy as np
import pytest

from physai_sim.core.geometry import Pose
from physai_sim.robots.racecar import Racecar
from physai_sim.robots.sedan import PAINT_RGBA, URDF, Sedan


@pytest.fixture(params=[Sedan, Racecar])
def car(request, build_world):
    kind = request.param
    made = kind("ego", kind.Config(model=kind.chassis.model), control_hz=10)
    made.load(build_world())
    made.reset(np.random.default_rng(0))
    return made


def test_it_is_placed_rolling_straight_ahead(car):
    car.place(Pose((1.0, 2.0, 0.0)), speed_mps=2.0)
    assert car.body.state().pose_in_world.position_m == pytest.approx((1.0, 2.0, 0.0), abs=1e-6)
    assert car.speed_mps() == pytest.approx(2.0)


def test_its_limits_are_those_of_its_chassis(car):
    spec, chassis = car.spec(), car.chassis
    assert spec.wheelbase_m == chassis.wheelbase_m
    assert spec.action_high.tolist() == [
        chassis.max_acceleration_mps2,
        chassis.max_curvature_per_m,
    ]
    assert set(chassis.wheels) | set(chassis.steers) <= set(spec.joint_names)


def test_its_body_is_of_the_category_that_its_driver_is(build_world):
    world = build_world()
    made = Sedan("lead", Sedan.Config(model="sedan"), control_hz=10)
    made.category = "vehicle"
    made.load(world)
    assert world.bodies["lead"].info.category == "vehicle"


def test_paint_changes_the_body_alone():
    config = Sedan.Config(model="sedan", paint_rgba=(0.5, 0.25, 0.125, 1.0))
    painted = Sedan("ego", config, control_hz=10).model_file().read_text(encoding="utf-8")
    back = painted.replace("0.5 0.25 0.125 1.0", PAINT_RGBA)
    back = back.replace(f"{URDF.parent}/meshes/", "meshes/")
    assert painted != back == URDF.read_text(encoding="utf-8")
