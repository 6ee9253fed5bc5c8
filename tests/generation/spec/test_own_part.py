"""Our own part of a sample: source, expansion, cameras, streams."""

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.rollouts import Expansion
from physai_sim.core.strict import parse
from physai_sim.generation.spec.own_part import OwnPart
from physai_sim.generation.variation.appearance import appearance


def part(**data):
    return parse(OwnPart, data, where="a.json: physai")


def test_an_expansion_is_one_of_its_kinds():
    assert part().expansion.expansion() == Expansion()
    assert part(expansion={"appearance": "night+rain"}).expansion.expansion() == appearance(
        "night+rain"
    )
    changed = part(expansion={"physics": "scene.ground.friction=0.2"}).expansion.expansion()
    assert (changed.kind, changed.settings) == ("physics", ("scene.ground.friction=0.2",))
    assert part(expansion={"actions": "zero"}).expansion.expansion().actions == "zero"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"expansion": {"appearance": "night", "actions": "zero"}}, "appearance and actions"),
        ({"expansion": {"apearance": "night"}}, "did you mean 'appearance'"),
        ({"cameras": ["a", "b", "c", "d", "e"]}, "cameras"),
        ({"cameras": ["a", "a"]}, "'a' is named twice"),
        ({"streams": ["depth", "depth"]}, "'depth' is named twice"),
        ({"streams": ["dept"]}, "streams"),
        ({"size_px": [128]}, "size_px"),
        ({"size_px": [128, 0]}, "size_px"),
        ({"domains": {"mine": 0}}, "domains"),
    ],
)
def test_contradictions_are_refused(data, told):
    with pytest.raises(ConfigError, match=told):
        part(**data)
