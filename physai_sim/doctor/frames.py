"""Do the frames of a bag form one tree?"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from physai_sim.doctor._recordings import Recording, recordings
from physai_sim.doctor.base import REINSTALL, Finding
from physai_sim.messages import topics


class Frames:
    """Frames form one tree below `map`, and cameras have optical frames in it."""

    remedy = REINSTALL

    def run(self) -> Finding:
        """See `Check`."""
        count = 0
        for world, recording in recordings():
            edges = _edges(recording)
            fault = tree_fault(edges) or _sensor_fault(recording, {child for _, child in edges})
            if fault is not None:
                return Finding("FAIL", f"{world}: {fault}")
            count += len(edges)
        return Finding("ok", f"{count} frames hang on {topics.MAP_FRAME}, each on one parent")


def tree_fault(edges: set[tuple[str, str]]) -> str | None:
    """What keeps (parent, child) pairs from being one tree below `map`."""
    parents: dict[str, str] = {}
    for parent, child in sorted(edges):
        if child in parents:
            return f"frame {child} has two parents, {parents[child]} and {parent}"
        parents[child] = parent
    for frame in sorted(parents):
        root, seen = frame, {frame}
        while root in parents:
            root = parents[root]
            if root in seen:
                return f"frame {frame} hangs on itself"
            seen.add(root)
        if root != topics.MAP_FRAME:
            return f"frame {frame} hangs on {root}, not on {topics.MAP_FRAME}"
    return None


def _edges(recording: Recording) -> set[tuple[str, str]]:
    """(parent, child) of all transforms, and of the joints that /joint_states moves."""
    edges = {
        (transform.header.frame_id, transform.child_frame_id)
        for topic in (topics.TF.name, topics.TF_STATIC.name)
        for item in recording.on(topic)
        for transform in item.message.transforms
    }
    for robot in recording.spec.robots:
        for item in recording.on(topics.robot_description(robot, recording.spec).name):
            for joint in ET.fromstring(item.message.data).iter("joint"):
                ends = [joint.find(end) for end in ("parent", "child")]
                links = [end.get("link", "") for end in ends if end is not None]
                edges |= {(links[0], links[1])} if len(links) == 2 else set()
    return edges


def _sensor_fault(recording: Recording, known: set[str]) -> str | None:
    for name, sensor in recording.spec.sensors.items():
        if sensor.camera is None:
            continue
        topic = topics.sensor_topic(sensor, recording.spec).name
        told = {item.message.header.frame_id for item in recording.on(topic)}
        if told != {sensor.frame} or not sensor.frame.endswith("_optical_frame"):
            return f"images of {name} are in the frames {sorted(told)}, not in an optical frame"
        if sensor.frame not in known:
            return f"the frame {sensor.frame} of {name} is in no transform"
    return None
