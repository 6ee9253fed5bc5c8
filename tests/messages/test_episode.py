import json

import pytest

from physai_sim.core.geometry import Pose
from physai_sim.core.truth import BodyInfo, EpisodeTruth, LightInfo, Outcome
from physai_sim.core.types import Provenance
from physai_sim.messages import parts, topics
from physai_sim.messages.episode import (
    episode_message,
    frame_of,
    outcome_from,
    outcome_message,
    route_from,
    route_message,
    static_transforms,
)
from physai_sim.messages.typestore import make_message as make

PROVENANCE = Provenance("simulated", "pybullet 3", 7, "0" * 64, {"renderer": "tiny"})


@pytest.mark.parametrize("reason", ["success", "collision", "time_limit", "interrupted"])
def test_an_outcome_survives(reason, wire):
    outcome = Outcome(reason, reason == "collision", reason == "time_limit", False, 123)
    message = wire(outcome_message(make, outcome))
    assert outcome_from(message) == outcome
    assert message.__msgtype__ == topics.OUTCOME.type_name


def test_a_route_survives(wire):
    route = ((0.0, 0.0, 0.0), (1.5, -2.25, 3.1), (1e4, 1.0, -3.1), (0.0, 0.0, -1e-3))
    message = wire(route_message(make, route, 5))
    again = route_from(message)
    assert len(again) == 4
    for row, wanted in zip(again, route, strict=True):
        assert row == pytest.approx(wanted, abs=1e-12)
    assert message.header.frame_id == message.poses[0].header.frame_id == "map"
    assert message.__msgtype__ == topics.ROUTE.type_name
    assert route_from(wire(route_message(make, (), 5))) == ()


def test_an_episode_says_all_that_is_fixed_as_plain_json(wire, make_robot, make_episode):
    spec = make_episode(make_robot("ego"), make_robot("arm", "end_effector_delta"))
    facts = EpisodeTruth(
        {"ego": BodyInfo("robot", (4.0, 2.0, 1.5), (1.4, 0.0, 0.7))},
        goal={"ball": (1.0, 2.0, 3)},
        roads={"lanes": {"main": {"width_m": 3.5}}},
        lights={"north": LightInfo("main", 12.5)},
    )
    message = wire(episode_message(make, spec, facts, PROVENANCE))
    record = json.loads(message.data)
    assert (record["schema"], record["world"], record["seed"]) == (2, "w", 7)
    assert (record["control_hz"], record["physics_hz"]) == (20, 240)
    assert record["config_hash"] == "0" * 64
    box = {"category": "robot", "size_m": [4.0, 2.0, 1.5], "middle_m": [1.4, 0.0, 0.7]}
    assert record["bodies"] == {"ego": box}
    assert record["roads"] == {"lanes": {"main": {"width_m": 3.5}}}
    assert record["lights"] == {"north": {"lane": "main", "stop_m": 12.5}}
    assert record["goal"] == {"ball": [1.0, 2.0, 3]}
    assert record["lane_width_m"] is None
    assert record["provenance"]["source"] == "simulated"
    assert record["provenance"]["details"] == {"renderer": "tiny"}
    assert set(record["robots"]) == {"ego", "arm"}
    assert record["robots"]["ego"]["wheelbase_m"] == 2.85
    assert record["robots"]["arm"]["action_low"] == [-1.0] * 7


def test_the_same_episode_is_the_same_text(make_episode):
    facts = [
        EpisodeTruth({name: BodyInfo("object", (1.0, 1.0, 1.0)) for name in order})
        for order in ("ab", "ba")
    ]
    first, second = (episode_message(make, make_episode(), f, PROVENANCE).data for f in facts)
    assert first == second


def test_static_transforms_hold_map_to_odom_bases_and_mounts(
    wire, make_sensor, make_episode, somewhere
):
    on_robot = make_sensor("rgb", "front_camera", body="ego/hand")
    fixed = make_sensor("depth", "overview", body="world")
    spec = make_episode(sensors=(on_robot, fixed, make_sensor("joint_state")))
    message = wire(static_transforms(make, spec, {"arm": ("panda_link0", somewhere)}, 5))
    found = {(t.header.frame_id, t.child_frame_id): t.transform for t in message.transforms}
    assert found.keys() == {
        ("map", "odom"),
        ("map", "panda_link0"),
        ("hand", "front_camera_optical_frame"),
        ("map", "overview_optical_frame"),
    }
    base = found["map", "panda_link0"]
    assert parts.xyz(base.translation) == somewhere.position_m
    mount = found["hand", "front_camera_optical_frame"]
    assert parts.xyz(mount.translation) == on_robot.camera.pose_optical_in_parent.position_m
    assert parts.xyz(found["map", "odom"].translation) == Pose().position_m


@pytest.mark.parametrize(
    ("parent", "frame"), [("world", "map"), ("ego", "ego"), ("arm/panda_hand", "panda_hand")]
)
def test_a_parent_is_a_ros_frame(parent, frame):
    assert frame_of(parent) == frame
