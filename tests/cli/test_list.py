import json

import pytest

from physai_sim.core import registry


def test_everything_is_listed_with_what_it_is(physai):
    done = physai("list")
    assert done.code == 0
    for word in ("lane_curve", "reach", "sedan", "panda", "rgb_camera", "collisions", "experts"):
        assert word in done.out


def test_the_list_as_json_is_one_document_by_family(physai):
    done = physai("list", "--json")
    found = json.loads(done.out)
    assert done.err == ""
    assert set(found) == {"worlds", *registry.FAMILIES}
    assert all(text for family in found.values() for text in family.values())


def test_one_family_is_listed_alone(physai):
    found = json.loads(physai("list", "worlds", "--json").out)
    assert list(found) == ["worlds"]
    assert {"lane_curve", "reach"} <= set(found["worlds"])


def test_the_help_names_every_family(physai):
    told = physai("list", "--help").out
    assert [name for name in ("worlds", *registry.FAMILIES) if name not in told] == []


@pytest.mark.parametrize("family", ["wrlds", "policy"])
def test_an_unknown_family_is_refused_with_the_closest(refused, family):
    line = refused("list", family)
    assert f"unknown family, got '{family}'" in line
    assert "did you mean" in line
