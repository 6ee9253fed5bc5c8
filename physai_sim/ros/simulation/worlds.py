"""Services on worlds, and on the named poses of the present one."""

from __future__ import annotations

from typing import Any

from physai_sim.control.named_poses import named_pose_bounds, named_poses
from physai_sim.control.sim_control import SimControl
from physai_sim.ros.simulation import convert


def load_world(control: SimControl, request: Any, response: Any) -> None:
    """LoadWorld; what a world file must not hold is never passed over, whatever the flags say."""
    resource = convert.resource_from(request, "world_resource")
    response.world = convert.world(control.load(resource))


def unload_world(control: SimControl, request: Any, response: Any) -> None:
    """UnloadWorld."""
    del request, response
    control.unload()


def get_current_world(control: SimControl, request: Any, response: Any) -> None:
    """GetCurrentWorld."""
    del request
    response.world = convert.world(control.current_world())


def get_available_worlds(control: SimControl, request: Any, response: Any) -> None:
    """GetAvailableWorlds; all sources are local."""
    found = control.worlds.available(
        convert.tags_from(request.filter),
        sources=list(request.additional_sources),
        continue_on_error=request.continue_on_error,
    )
    response.worlds = [convert.world(one) for one in found]


def get_named_poses(control: SimControl, request: Any, response: Any) -> None:
    """GetNamedPoses."""
    found = named_poses(control.loaded.session, convert.tags_from(request.tags))
    response.poses = [convert.named_pose(one) for one in found]


def get_named_pose_bounds(control: SimControl, request: Any, response: Any) -> None:
    """GetNamedPoseBounds."""
    found = named_pose_bounds(control.loaded.session, request.name)
    response.bounds = convert.bounds(found)
