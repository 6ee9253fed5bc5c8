"""The fast renderer: OpenGL on a graphics card, or on the processor where there is none.

Legend: H x W image rows x columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary, finalize

import moderngl
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import RenderError
from physai_sim.core.types import CameraSpec
from physai_sim.rendering.base import Renderer, Shot
from physai_sim.rendering.camera import camera_pose
from physai_sim.rendering.distortion import Lens
from physai_sim.rendering.frame import BASIC, Frame, Moment, Stream
from physai_sim.rendering.gl import context as gl
from physai_sim.rendering.gl.mirror import Mirror
from physai_sim.rendering.gl.shadow import ShadowMap
from physai_sim.rendering.gl.targets import TargetPool, sheet
from physai_sim.rendering.gl.texel import NARROW, WIDE, flow_of, frame_of
from physai_sim.rendering.gl.view_block import BLOCK_ROWS, Eye, eye_of, view_block
from physai_sim.simulation.world import World

WHITE = (1.0, 1.0, 1.0)
NEED_PLACE = ("NORMALS", "LAMPS", "WET", "COVER")


class Raster(Renderer):
    """Mirrors the bodies of worlds into OpenGL, and draws all streams in one pass.

    Raises:
        MachineError: If no OpenGL context can be made here.
    """

    name = "raster"
    streams = (*BASIC, "normals")
    draws_flow = True

    def __init__(self) -> None:
        super().__init__()
        self._context = gl.context()
        self._mirrors: WeakKeyDictionary[World, Mirror] = WeakKeyDictionary()
        self._orphans: list[Mirror] = []
        self._targets = TargetPool()
        self._shadows = ShadowMap()
        self._view = self._context.buffer(reserve=4 * 4 * BLOCK_ROWS, dynamic=True)
        self._sky: dict[int, Any] = {}

    def describe(self) -> str:
        """See the base."""
        return f"raster ({gl.description()})"

    def draw(self, shots: Sequence[Shot], streams: tuple[Stream, ...]) -> list[Frame]:
        """See the base; shots of one size share a target, which is read once for each stream."""
        frames: dict[int, Frame] = {}
        order = sorted(range(len(shots)), key=lambda k: _size(shots[k]))
        for size, group in groupby(order, key=lambda k: _size(shots[k])):
            members = list(group)
            drawn = self._sheet([shots[k] for k in members], size, streams)
            frames.update(zip(members, drawn, strict=True))
        return [frames[k] for k in range(len(shots))]

    def moment(self, world: World, camera: CameraSpec) -> Moment:
        """See the base."""
        mirror = self._mirror(world)
        mirror.refresh(world)
        return Moment(camera, camera_pose(world, camera), mirror.models, world.build)

    def flow(self, before: Moment, world: World) -> NDArray[np.float32]:
        """See the base."""
        if before.built != world.build:
            raise RenderError(
                "optical flow over a change of bodies", expected="two instants between changes"
            )
        lens = Lens.of(before.camera)
        eye = eye_of(lens.source, before.pose)
        following = eye_of(lens.source, camera_pose(world, before.camera))
        target = self._targets.get((eye.camera.width_px, eye.camera.height_px), WIDE)
        mirror = self._mirror(world)
        with gl.checked():
            mirror.show(world, before.models)
            target.use()
            self._shoot(world, eye, (0, 0), ("flow",), following)
            flow = flow_of(target.read())
            mirror.show_now()
        return lens.bend_flow(flow)

    def close(self) -> None:
        """See the base."""
        super().close()
        for mirror in (*self._mirrors.values(), *self._orphans):
            mirror.release()
        self._mirrors.clear()
        self._orphans.clear()
        self._targets.release()
        self._shadows.release()

    def _mirror(self, world: World) -> Mirror:
        gl.context()  # another thread is refused here
        while self._orphans:
            self._orphans.pop().release()
        if world not in self._mirrors:
            mirror = self._mirrors[world] = Mirror()
            # Any thread may collect a world, and only ours may speak to the driver: what the
            # world leaves is freed at the next picture, or with all else at the end.
            finalize(world, self._orphans.append, mirror).atexit = False
        return self._mirrors[world]

    def _sheet(
        self, shots: Sequence[Shot], size: tuple[int, int], streams: tuple[Stream, ...]
    ) -> list[Frame]:
        """Pictures of one size, drawn side by side."""
        corners, whole = sheet(len(shots), size)
        mirrors = [self._mirror(world) for world, _ in shots]
        for mirror, (world, _) in zip(mirrors, shots, strict=True):
            mirror.refresh(world)
        is_narrow = "normals" not in streams and all(mirror.is_narrow for mirror in mirrors)
        target = self._targets.get(whole, NARROW if is_narrow else WIDE)
        asked = (*streams, "narrow") if is_narrow else streams
        with gl.checked():
            target.use()
            for (world, camera), mirror, corner in zip(shots, mirrors, corners, strict=True):
                eye = eye_of(camera, camera_pose(world, camera))
                if world.scene.light.shadow:
                    self._shadows.draw(world, eye, mirror, self._view)
                    target.use(clear=False)
                target.viewport((*corner, *size))
                self._shoot(world, eye, corner, asked, None)
            texels = target.read()
        width, height = size
        return [
            frame_of(texels[top : top + height, left : left + width], mirror.labels, streams)
            for mirror, (left, top) in zip(mirrors, corners, strict=True)
        ]

    def _shoot(
        self,
        world: World,
        eye: Eye,
        corner: tuple[int, int],
        streams: tuple[str, ...],
        following: Eye | None,
    ) -> None:
        shadow = self._shadows.matrix if world.scene.light.shadow and not following else None
        block = view_block(world, eye, tile=corner, following=following, shadow=shadow)
        self._view.write(block)
        self._view.bind_to_uniform_block(0)
        self._context.enable_only(moderngl.DEPTH_TEST)
        self._context.depth_func, self._context.front_face = "<=", "cw"  # rows run downwards
        buffers, defines = self._mirror(world).buffers, _defines(world, streams)
        if buffers is not None:
            buffers.select(eye.look)
            self._shadows.use()
            buffers.draw(defines)
        self._context.enable_only(moderngl.DEPTH_TEST)
        self._sky_array(defines).render(moderngl.TRIANGLES, vertices=3)

    def _sky_array(self, defines: tuple[str, ...]) -> Any:
        program = gl.program("sky", defines)
        if program.glo not in self._sky:
            self._sky[program.glo] = self._context.vertex_array(program, [])
        return self._sky[program.glo]


def _defines(world: World, streams: tuple[str, ...]) -> tuple[str, ...]:
    """What the shaders are to do; what is left out costs nothing."""
    light, weather = world.scene.light, world.scene.weather
    wanted = {
        "NARROW": "narrow" in streams,
        "NORMALS": "normals" in streams,
        "FLOW": "flow" in streams,
        "SHADOW": light.shadow and "flow" not in streams,
        "LAMPS": light.headlights and bool(world.lamps),
        "FOG": weather.visibility_m is not None,
        "RAIN": weather.rain > 0.0,
        "WET": weather.wetness > 0.0,
        "SNOW": weather.snow > 0.0,
        "COVER": weather.cover > 0.0,
        "TINTED": {light.sun_rgb, light.ambient_rgb} != {WHITE},
    }
    wanted["PIXEL_PLACE"] = any(wanted[name] for name in NEED_PLACE)
    return tuple(define for define, on in wanted.items() if on)


def _size(shot: Shot) -> tuple[int, int]:
    return (shot[1].width_px, shot[1].height_px)
