import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tf2_py import ConnectivityException, ExtrapolationException, LookupException
from tf2_py._cache import Link
from tf2_py._frame_tree import FrameTree
from tf2_py._rigid import Rigid

from physai_sim.core.geometry import Pose, from_rpy

S = 1_000_000_000
angles = st.floats(-math.pi, math.pi)
metres = st.floats(-10, 10)
rigids = st.builds(
    Rigid, st.tuples(metres, metres, metres), st.builds(from_rpy, angles, angles, angles)
)


def _matrix(rigid):
    return Pose(rigid.translation, rigid.rotation).matrix()


def _tree(*links, static=()):
    """A tree of (child, parent, stamp in s) with unit steps in x."""
    tree = FrameTree(10 * S)
    for child, parent, stamp in links:
        link = Link(parent, Rigid((1.0, 0.0, 0.0)))
        tree.insert(child, stamp * S, link, is_static=child in static)
    return tree


@st.composite
def _forests(draw):
    """A parent with a smaller number for each frame above 0, the transforms, and two frames."""
    count = draw(st.integers(2, 9))
    parents = [draw(st.integers(0, child - 1)) for child in range(1, count)]
    steps = [draw(rigids) for _ in parents]
    return parents, steps, draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))


@given(_forests(), st.booleans())
def test_any_two_frames_of_a_tree_are_related_as_their_matrices(forest, is_static):
    parents, steps, target, source = forest
    tree, to_root = FrameTree(10 * S), [np.eye(4)]
    for child, (parent, step) in enumerate(zip(parents, steps, strict=True), start=1):
        tree.insert(f"f{child}", S, Link(f"f{parent}", step), is_static=is_static)
        to_root.append(to_root[parent] @ _matrix(step))
    rigid, _ = tree.lookup(f"f{target}", f"f{source}", S)
    expected = np.linalg.inv(to_root[target]) @ to_root[source]
    np.testing.assert_allclose(_matrix(rigid), expected, atol=1e-8)


def test_the_latest_common_time_is_that_of_the_slowest_link_on_the_way():
    tree = _tree(
        ("odom", "map", 5), ("base", "odom", 9), ("camera", "base", 3), ("hand", "base", 7)
    )
    assert tree.latest_common_time("map", "base") == 5 * S
    assert tree.latest_common_time("camera", "hand") == 3 * S
    assert tree.latest_common_time("base", "odom") == 9 * S
    assert tree.latest_common_time("base", "base") == 9 * S


def test_static_links_date_nothing():
    tree = _tree(("base", "map", 5), ("camera", "base", 99), static=("camera",))
    assert tree.latest_common_time("map", "camera") == 5 * S
    assert tree.latest_common_time("base", "camera") == 0
    assert tree.lookup("map", "camera", 0)[1] == 5 * S


def test_frames_of_two_trees_have_no_connection():
    tree = _tree(("a", "map", 1), ("b", "other", 1))
    for stamp in (0, S):
        with pytest.raises(ConnectivityException, match="connection between 'a' and 'b'"):
            tree.lookup("a", "b", stamp)


def test_extrapolation_says_which_way_was_looked_up():
    tree = _tree(("a", "map", 1), ("a", "map", 2), ("b", "map", 1), ("b", "map", 3))
    with pytest.raises(ExtrapolationException, match=r"from frame \[a\] to frame \[b\]$"):
        tree.lookup("b", "a", 3 * S)
    with pytest.raises(ExtrapolationException, match=r"from frame \[b\] to frame \[a\]$"):
        tree.lookup("a", "b", 3 * S)


def test_what_lies_above_the_common_parent_need_not_have_data():
    tree = _tree(("base", "map", 1), ("left", "base", 5), ("right", "base", 5))
    assert tree.lookup("left", "right", 5 * S)[0].translation == (0.0, 0.0, 0.0)


def test_a_loop_is_found_rather_than_walked_for_ever():
    tree = _tree(("a", "b", 1), ("b", "c", 1), ("c", "a", 1), ("d", "a", 1))
    for stamp in (0, S):
        with pytest.raises(LookupException, match="contains a loop"):
            tree.lookup("elsewhere", "d", stamp)


def test_a_frame_can_get_another_parent():
    tree = _tree(
        ("cup", "table", 1), ("hand", "table", 1), ("cup", "hand", 2), ("hand", "table", 2)
    )
    assert tree.lookup("table", "cup", 1 * S)[0].translation == (1.0, 0.0, 0.0)
    assert tree.lookup("table", "cup", 2 * S)[0].translation == (2.0, 0.0, 0.0)


def test_a_frame_that_becomes_static_loses_its_past():
    tree = _tree(("a", "map", 1))
    tree.insert("a", 0, Link("map", Rigid((5.0, 0.0, 0.0))), is_static=True)
    assert tree.lookup("map", "a", 1 * S)[0].translation == (5.0, 0.0, 0.0)


def test_a_clear_keeps_names_and_static_links():
    tree = _tree(("base", "map", 5), ("camera", "base", 0), static=("camera",))
    tree.clear()
    assert tree.lookup("base", "camera", 77 * S)[0].translation == (1.0, 0.0, 0.0)
    assert set(tree.caches) == {"base", "map", "camera"}
    with pytest.raises(ConnectivityException):
        tree.lookup("map", "base", 0)


def test_the_text_names_each_frame_with_a_parent():
    tree = _tree(("base", "map", 5), ("camera", "base", 5))
    assert tree.text() == (
        "Frame base exists with parent map.\nFrame camera exists with parent base.\n"
    )
