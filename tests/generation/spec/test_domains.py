"""Widths of actions by domain; ours are those that the robots really have."""

import pytest

from physai_sim.core import registry
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.scene_config import SceneConfig
from physai_sim.generation.spec.domains import OWN_WIDTHS, check_width, width_of


@pytest.mark.parametrize(
    ("domain", "width"),
    [("av", 9), ("droid_lerobot", 10), ("agibotworld", 29), ("hand_pose", 57), ("pusht", 2)],
)
def test_fixed_widths(domain, width):
    assert width_of(domain) == width
    check_width(domain, width)


def test_a_wrong_width_is_told_the_right_one():
    with pytest.raises(ConfigError, match=r"a\.json: wrong width .* av, got 7; expected 9"):
        check_width("av", 7, where="a.json")


def test_an_unknown_domain_names_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"did you mean 'droid_lerobot'"):
        width_of("droid_lerobt")


def test_a_domain_by_configuration_needs_no_code():
    assert width_of("my_arm", {"my_arm": 7}) == 7
    check_width("my_car", 2, {"my_car": 2})


@pytest.mark.parametrize("domain", OWN_WIDTHS)
def test_our_widths_are_those_of_the_robots(domain, build_world):
    _, model, action = domain.split("/")
    kind = registry.find("robots", model)
    robot = kind("robot", kind.Config(model=model, action=action), control_hz=10)
    robot.load(build_world(SceneConfig()))
    assert len(robot.spec().action_names) == OWN_WIDTHS[domain]


def test_every_robot_has_its_domains():
    assert {domain.split("/")[1] for domain in OWN_WIDTHS} == set(registry.names("robots"))
