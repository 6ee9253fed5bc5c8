"""The map of what the sun sees: one for all worlds, drawn anew for each picture."""

from __future__ import annotations

from typing import Any

import moderngl
import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.rendering.gl.context import context, rest
from physai_sim.rendering.gl.mirror import Mirror
from physai_sim.rendering.gl.selection import Look
from physai_sim.rendering.gl.view_block import (
    SHADOW_PX,
    Eye,
    shadow_matrix,
    shadow_texel_m,
    sides,
    sun_direction,
    view_block,
)
from physai_sim.simulation.world import World


class ShadowMap:
    """Depth from the sun around what a camera sees."""

    def __init__(self) -> None:
        self.matrix: Array = np.eye(4)
        self._texture: Any = None
        self._framebuffer: Any = None

    def draw(self, world: World, eye: Eye, mirror: Mirror, view: Any) -> None:
        """Draw the shadows for a picture.

        Args:
            world: What throws them.
            eye: Who sees them.
            mirror: The world's.
            view: Buffer of the uniform block; it is written over.
        """
        self._make()
        position = eye.pose.position_m
        reach = mirror.buffers.shadow_reach_m(position) if mirror.buffers is not None else 0.0
        self.matrix = shadow_matrix(eye, sun_direction(world.scene), reach)
        block = view_block(world, eye, tile=(0, 0), following=None, shadow=self.matrix)
        view.write(block)
        view.bind_to_uniform_block(0)
        self._framebuffer.use()
        self._framebuffer.clear(depth=1.0)
        context().enable_only(moderngl.DEPTH_TEST)
        sun = Look(sides(self.matrix), 1.0 / shadow_texel_m(self.matrix))
        if mirror.buffers is not None:
            mirror.buffers.select(sun, lights=eye.look)
            mirror.buffers.draw_depth()

    def use(self) -> None:
        """Let the shaders read it."""
        self._make()
        self._texture.use(location=0)

    def _make(self) -> None:
        if self._texture is not None:
            return
        self._texture = context().depth_texture((SHADOW_PX, SHADOW_PX))
        self._texture.compare_func = "<="
        self._texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._texture.repeat_x = self._texture.repeat_y = False
        self._framebuffer = context().framebuffer(depth_attachment=self._texture)

    def release(self) -> None:
        """Free it; the next use makes it anew."""
        if self._texture is not None:
            rest()
            self._framebuffer.release()
            self._texture.release()
        self._texture = self._framebuffer = None
