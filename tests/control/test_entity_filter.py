"""Filters of entities: names, categories, tags and volumes, all at once."""

import math

import numpy as np
import pytest

from physai_sim.control.control_error import ControlError, ResultCode
from physai_sim.control.entity_filter import EntityFilter
from physai_sim.control.entity_types import (
    Bounds,
    BoundsKind,
    Category,
    EntityFilters,
    EntityInfo,
    TagsFilter,
)

INFO = EntityInfo(Category.OBJECT, "", ("red", "small"))
BOX = (np.zeros(3), np.ones(3))


def passes(**asked):
    return EntityFilter(EntityFilters(**asked)).matches("cube_1", INFO, BOX)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, True),
        ({"pattern": "^cube_[0-9]+$"}, True),
        ({"pattern": "be_"}, True),
        ({"pattern": "^table"}, False),
        ({"categories": (Category.ROBOT, Category.OBJECT)}, True),
        ({"categories": (Category.ROBOT,)}, False),
        ({"tags": TagsFilter(("red", "large"))}, True),
        ({"tags": TagsFilter(("red", "large"), needs_all=True)}, False),
        ({"tags": TagsFilter(("red", "small"), needs_all=True)}, True),
        ({"tags": TagsFilter(("blue",))}, False),
        ({"pattern": "cube", "categories": (Category.ROBOT,)}, False),
    ],
)
def test_names_categories_and_tags_must_all_pass(asked, expected):
    assert passes(**asked) is expected


@pytest.mark.parametrize(
    ("kind", "points", "expected"),
    [
        (BoundsKind.BOX, ((2, 2, 2), (0.9, 0.9, 0.9)), True),
        (BoundsKind.BOX, ((0.9, 0.9, 0.9), (2, 2, 2)), True),
        (BoundsKind.BOX, ((2, 2, 2), (1.1, 0, 0)), False),
        (BoundsKind.BOX, ((9, 9, 9), (-9, -9, -9)), True),
        (BoundsKind.SPHERE, ((2.0, 0.5, 0.5), (1.01, 0, 0)), True),
        (BoundsKind.SPHERE, ((2.0, 0.5, 0.5), (0.99, 0, 0)), False),
        (BoundsKind.SPHERE, ((2.0, 2.0, 2.0), (1.7, 0, 0)), False),
        (BoundsKind.SPHERE, ((0.5, 0.5, 0.5), (0, 0, 0)), True),
    ],
)
def test_a_volume_must_overlap_the_box(kind, points, expected):
    assert passes(bounds=Bounds(kind, points)) is expected


@pytest.mark.parametrize(
    ("asked", "code", "text"),
    [
        ({"pattern": "("}, ResultCode.OPERATION_FAILED, "unmatched"),
        ({"pattern": "a" * 300}, ResultCode.OPERATION_FAILED, "too long"),
        ({"bounds": Bounds(2, ())}, ResultCode.FEATURE_UNSUPPORTED, "a box"),
        ({"bounds": Bounds(9, ())}, ResultCode.FEATURE_UNSUPPORTED, "got 9"),
        ({"bounds": Bounds(1, ((0, 0, 0),))}, ResultCode.OPERATION_FAILED, "got 1"),
        ({"bounds": Bounds(1, ((math.nan, 0, 0),) * 2)}, ResultCode.OPERATION_FAILED, "finite"),
        ({"bounds": Bounds(3, ((0, 0, 0), (-1, 0, 0)))}, ResultCode.OPERATION_FAILED, "radius"),
    ],
)
def test_what_is_no_filter_is_refused(asked, code, text):
    with pytest.raises(ControlError, match=text) as caught:
        EntityFilter(EntityFilters(**asked))
    assert caught.value.code == code
