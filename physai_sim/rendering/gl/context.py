"""One OpenGL context for this process, without a window; and the programs that run in it."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import moderngl

from physai_sim.core.errors import MachineError, RenderError
from physai_sim.rendering.gl.llvm import bind_tritons

SHADERS = Path(__file__).parent / "shaders"
NEEDED = 430  # storage buffers and indirect drawing
VERSION = "#version 430\n"
HOW = "apt-get install libegl1 libgl1-mesa-dri"
_PARTS = {
    "scene": ("view", "varyings", "noise", "patterns", "sky", "weather", "outputs"),
    "sky": ("view", "noise", "sky", "weather", "outputs"),
    "shadow": ("view",),
}
# Numbers of the patterns in shaders/patterns.glsl; 0 is none.
PATTERNS = ("plain", "asphalt", "grass", "wood", "brick", "facade", "checker", "fabric", "picture")
_home: list[tuple[int, int]] = []  # process and thread that the context belongs to


def context() -> Any:
    """The context, made at the first call.

    Raises:
        MachineError: If this machine cannot make one; it says what to install.
        RenderError: If another thread of this process made it: OpenGL is bound to its thread.
    """
    here = (os.getpid(), threading.get_ident())
    if _home and _home[0][0] != here[0]:  # a forked child has no use for its parent's
        _make.cache_clear()
        program.cache_clear()
        _resting_place.cache_clear()
        _home.clear()
    made = _make()
    if not _home:
        _home.append(here)
    if _home[0] != here:
        raise RenderError(
            "the raster renderer belongs to the thread that used it first",
            expected="all worlds of a process in one thread, or renderer: tiny",
        )
    return made


@functools.cache
def _make() -> Any:
    bind_tritons()
    try:
        options: Any = {"backend": "egl"}
        made: Any = moderngl.create_context(standalone=True, require=NEEDED, **options)
    except Exception as error:  # moderngl raises many kinds, by what is missing
        raise MachineError(
            f"no OpenGL {NEEDED // 100}.{NEEDED // 10 % 10} context can be made: {error}",
            expected=f"EGL and a driver ({HOW}), or renderer: tiny",
        ) from None
    return made


@functools.cache
def _resting_place() -> Any:
    made = _make()
    return made.framebuffer([made.renderbuffer((1, 1))])


def rest() -> None:
    """Draw nowhere in particular: a framebuffer must not be freed while it is in use."""
    _resting_place().use()


def probe() -> str | None:
    """Why no context can be made; None where one can."""
    try:
        context()
    except (MachineError, RenderError) as error:
        return str(error)
    return None


def description() -> str:
    """What draws: the driver's name for itself."""
    info = context().info
    return f"{info['GL_RENDERER']}, OpenGL {info['GL_VERSION']}"


@functools.cache
def program(name: str, defines: tuple[str, ...] = ()) -> Any:
    """A program from `shaders/`, compiled once.

    Args:
        name: "scene", "sky" or "shadow".
        defines: Names, with values after a blank, that the shaders ask for with #ifdef.
    """
    numbered = (f"{pattern.upper()} {k}" for k, pattern in enumerate(PATTERNS))
    defines = (*numbered, *defines)
    head = VERSION + "".join(f"#define {define}\n" for define in defines)
    vertex = head + _text("view.glsl") + _text("sky.glsl") + _text(f"{name}.vert")
    fragment = head + "".join(_text(f"{part}.glsl") for part in _PARTS[name])
    fragment += _text(f"{name}.frag")
    try:
        return context().program(vertex_shader=vertex, fragment_shader=fragment)
    except moderngl.Error as error:
        raise RenderError(f"the shader {name!r} does not compile: {error}") from None


def _text(name: str) -> str:
    return (SHADERS / name).read_text(encoding="utf-8") + "\n"


@contextmanager
def checked() -> Iterator[None]:
    """Turn an error of the driver into one of ours: a lost context must not give black images."""
    yield
    error = context().error
    if error != "GL_NO_ERROR":
        raise RenderError("the graphics driver failed", got=error, expected="renderer: tiny")
