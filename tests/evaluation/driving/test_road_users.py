import dataclasses
import math

import numpy as np
import pytest

from physai_sim.evaluation.driving.road_users import category_of, road_users

STILL = [(0.0, 0.0)] * 3


def test_others_have_their_boxes_and_what_they_are_in_the_order_of_names(street):
    found = road_users(street(STILL, others={"walker": (5.0, 4.0), "car_1": (10.0, 0.0, 0.0)}))
    assert found.names == ("car_1", "walker")
    assert found.categories == ("vehicle", "pedestrian")
    np.testing.assert_allclose(found.boxes[0, 0], [10.0, 0.0, 0.0, 4.0, 2.0])
    assert found.boxes.shape == (2, 3, 5)


def test_velocities_come_from_where_they_were_before(street):
    found = road_users(street(STILL, others={"car": [(0, 5), (1, 5), (3, 5)]}))
    np.testing.assert_allclose(found.velocities[0], [[10, 0], [10, 0], [20, 0]])


def test_ahead_and_behind_are_told_by_their_bearing(street):
    places = {
        "car_ahead": (10.0, 5.0),  # 27 degrees
        "car_beside": (10.0, 6.0),  # 31 degrees
        "car_beside_back": (-10.0, 6.0),  # 149 degrees
        "car_behind": (-10.0, 5.0),  # 153 degrees
    }
    found = road_users(street(STILL, others=places))
    assert found.is_ahead[:, 0].tolist() == [True, False, False, False]
    assert found.is_behind[:, 0].tolist() == [False, True, False, False]


def test_the_bearing_is_seen_from_the_heading_of_the_car(street):
    found = road_users(street([(0.0, 0.0, math.pi)] * 3, others={"car": (-10.0, 0.0)}))
    assert found.is_ahead.all()


def test_who_is_not_there_for_a_while_is_nowhere(street):
    places = [(5.0, 0.0), (math.nan, math.nan), (5.0, 0.0)]
    found = road_users(street(STILL, others={"car": places}))
    assert np.isnan(found.boxes[0, 1, 0])
    assert not found.is_ahead[0, 1]
    assert not found.is_behind[0, 1]


def test_another_robot_is_one_of_the_others(street):
    episode = street(STILL)
    second = episode.odometry["ego"] + [8.0, *[0.0] * 12]
    found = road_users(dataclasses.replace(episode, odometry={**episode.odometry, "b": second}))
    assert found.names == ("b",)
    assert found.boxes[0, 0, 0] == 8.0


def test_who_came_in_later_is_an_object_and_the_ground_is_nobody(street):
    episode = street(STILL, others={"car": (5.0, 0.0)})
    tracks = {**episode.tracks, "late": episode.tracks["car"]}
    assert road_users(dataclasses.replace(episode, tracks=tracks)).names == ("car", "late")
    assert category_of(episode, "late") == "object"


@pytest.mark.parametrize("rows", [0, 1])
def test_short_episodes_have_others_of_as_many_rows(street, rows):
    found = road_users(street(STILL[:rows] or np.zeros((0, 2)), others={"car": (5.0, 0.0)}))
    assert found.boxes.shape == (1, rows, 5)
    assert found.velocities.shape == (1, rows, 2)
