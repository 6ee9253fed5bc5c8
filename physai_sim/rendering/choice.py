"""Which renderer draws a world: the one that its file names, or the best that this machine has."""

from __future__ import annotations

import functools
import logging
from typing import get_args
from weakref import WeakKeyDictionary

from physai_sim.core.errors import MachineError, RenderError, UnknownNameError
from physai_sim.core.scene_config import RendererName
from physai_sim.core.types import CameraSpec
from physai_sim.rendering.base import Renderer
from physai_sim.rendering.frame import BASIC, Frame, Stream
from physai_sim.rendering.tiny import Tiny
from physai_sim.simulation.world import World

AUTO: RendererName = "auto"
NAMES: tuple[str, ...] = get_args(RendererName)
MEMBERS = tuple(name for name in NAMES if name != AUTO)
_log = logging.getLogger(__name__)
_of: WeakKeyDictionary[World, Renderer | None] = WeakKeyDictionary()


def find(name: str) -> Renderer:
    """A renderer by name; one object of each kind serves the whole process.

    Args:
        name: "raster", "tiny", or "auto": raster where an OpenGL context can be made, else tiny.

    Raises:
        UnknownNameError: If there is none of that name.
        MachineError: If raster is asked for and no context can be made.
    """
    if name not in NAMES:
        raise UnknownNameError("unknown renderer", got=name, known=NAMES)
    if name == AUTO:
        return _best()
    return _raster() if name == "raster" else _tiny()


def assign(world: World, name: str) -> None:
    """Let a renderer draw a world from now on.

    The best one is not looked for before something is to be drawn: a world without cameras needs
    no OpenGL context.

    Raises:
        UnknownNameError: If there is none of that name.
        MachineError: If raster is asked for and no context can be made.
    """
    _of[world] = None if name == AUTO else find(name)


def renderer_of(world: World) -> Renderer:
    """Who draws a world; the best of this machine where nobody was named."""
    found = _of.get(world)
    if found is None:
        found = _of[world] = find(AUTO)
    return found


def name_of(world: World) -> str:
    """Name of the renderer of a world; "auto" while nothing has been drawn."""
    found = _of.get(world)
    return AUTO if found is None else found.name


def render(world: World, camera: CameraSpec, streams: tuple[Stream, ...] = BASIC) -> Frame:
    """What a camera sees now, by the world's own renderer; see `Renderer.render`."""
    return renderer_of(world).render(world, camera, streams)


@functools.cache
def _best() -> Renderer:
    """The best renderer here; it is said once which, and why."""
    try:
        best = _raster()
    except (MachineError, RenderError) as error:
        _log.warning("renderer: tiny, since raster cannot be used: %s", error)
        return _tiny()
    _log.info("renderer: %s, since an OpenGL context can be made", best.describe())
    return best


@functools.cache
def _raster() -> Renderer:
    try:
        from physai_sim.rendering.raster import Raster
    except ImportError as error:
        raise MachineError(f"moderngl cannot be imported: {error}") from None
    return Raster()


@functools.cache
def _tiny() -> Renderer:
    return Tiny()
