import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tf2_py._rigid import Rigid, canonical, rotated, slerp

from physai_sim.core.geometry import Pose, from_matrix, from_rpy

angles = st.floats(-math.pi, math.pi)
metres = st.floats(-100, 100)
rotations = st.builds(from_rpy, angles, angles, angles)
rigids = st.builds(Rigid, st.tuples(metres, metres, metres), rotations)


def _matrix(rigid):
    return Pose(rigid.translation, rigid.rotation).matrix()


@given(rigids, rigids)
def test_one_transform_after_another_is_the_product_of_their_matrices(a, b):
    np.testing.assert_allclose(_matrix(a.after(b)), _matrix(a) @ _matrix(b), atol=1e-9)


@given(rigids)
def test_the_inverse_has_the_inverse_matrix(a):
    np.testing.assert_allclose(_matrix(a.inverse()), np.linalg.inv(_matrix(a)), atol=1e-9)


@given(rotations, st.tuples(metres, metres, metres))
def test_a_vector_turns_as_its_matrix_says(rotation, vector):
    expected = _matrix(Rigid((0.0, 0.0, 0.0), rotation))[:3, :3] @ vector
    np.testing.assert_allclose(rotated(rotation, vector), expected, atol=1e-9)


@given(rotations, rotations, st.floats(0, 1))
def test_slerp_turns_by_a_share_of_the_angle_about_one_axis(a, b, share):
    def angle(p, q):
        cosine = abs(sum(x * y for x, y in zip(p, q, strict=True)))
        return 2 * math.acos(min(1.0, cosine))

    found = slerp(a, b, share)
    assert math.isclose(sum(part * part for part in found), 1.0, abs_tol=1e-12)
    assert angle(a, found) == pytest.approx(share * angle(a, b), abs=1e-6)
    assert angle(found, b) == pytest.approx((1 - share) * angle(a, b), abs=1e-6)


def test_slerp_takes_the_shorter_arc_for_a_quaternion_of_the_other_sign():
    quarter = from_rpy(0.0, 0.0, math.pi / 2)
    negated = tuple(-part for part in quarter)
    found = slerp((0.0, 0.0, 0.0, 1.0), negated, 0.5)
    np.testing.assert_allclose(found, from_rpy(0.0, 0.0, math.pi / 4), atol=1e-12)


def test_translation_is_interpolated_in_a_straight_line():
    middle = Rigid((1.0, 2.0, 3.0)).towards(Rigid((3.0, 2.0, -1.0)), 0.25)
    assert middle.translation == (1.5, 2.0, 2.0)


@given(rotations)
def test_both_quaternions_of_a_rotation_have_one_canonical_form(rotation):
    negated = tuple(-part for part in rotation)
    assert canonical(rotation) == canonical(negated)
    back = _matrix(Rigid((0.0, 0.0, 0.0), canonical(rotation)))[:3, :3]
    same = abs(np.dot(from_matrix(back), canonical(rotation)))
    assert same == pytest.approx(1.0, abs=1e-9)
