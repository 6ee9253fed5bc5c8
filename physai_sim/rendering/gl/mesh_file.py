"""Meshes from files: read, thinned out to a budget of triangles, and kept on disk."""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from numpy.typing import NDArray

from physai_sim.core.arrays import read_arrays
from physai_sim.core.errors import ConfigError, RenderError
from physai_sim.rendering.gl.mesh import Mesh, chained
from physai_sim.rendering.gl.thinning import BUDGETS, with_levels

MAX_BYTES = 256 * 1024 * 1024
TEXTURE_PX = 512
_VERSION = "3"  # of what is computed here: another one makes old files in the cache unused
_ARRAYS = ("positions", "normals", "uv", "triangles", "colors", "texture")
_log = logging.getLogger(__name__)


def load(path: Path) -> Mesh:
    """A mesh file as the renderer draws it.

    Args:
        path: Wavefront OBJ, STL, PLY, glTF or whatever trimesh reads.

    Raises:
        RenderError: If it cannot be read, is too large, or holds no triangles.
    """
    try:
        stat = path.stat()
    except OSError as error:
        raise RenderError(f"the mesh cannot be read: {error.strerror}", where=str(path)) from None
    if stat.st_size > MAX_BYTES:
        raise RenderError("mesh file too large", where=str(path), expected=f"<= {MAX_BYTES} bytes")
    return _load(path, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=512)
def _load(path: Path, modified_ns: int, size: int) -> Mesh:
    del modified_ns, size  # a changed file is another one
    about = f"{_VERSION} {BUDGETS} {path.suffix} "
    digest = hashlib.sha256(about.encode() + path.read_bytes()).hexdigest()[:32]
    kept = cache_folder() / f"{digest}.npz"
    mesh = _from_cache(kept)
    if mesh is None:
        mesh = _read(path)
        if mesh.coarse is not None:  # only thinning takes long
            _to_cache(kept, mesh)
    return mesh


def cache_folder() -> Path:
    """Where thinned meshes are kept: `$XDG_CACHE_HOME/physai_sim/meshes`."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "physai_sim" / "meshes"


def _from_cache(path: Path) -> Mesh | None:
    try:
        arrays = read_arrays(path)
        levels = [_level(arrays, f"{k}_") for k in range(int(arrays["levels"]))]
    except (ConfigError, KeyError, TypeError, ValueError):
        return None  # not there, or damaged: it is computed anew
    return chained(levels) if levels else None


def _level(arrays: Mapping[str, Any], start: str) -> Mesh:
    """A mesh from the arrays whose names start so."""
    return Mesh(**{name: arrays[start + name] for name in _ARRAYS if start + name in arrays})


def _to_cache(path: Path, mesh: Mesh) -> None:
    """Keep a mesh, if the folder can be written; the mesh is right either way."""
    levels = list(mesh.levels())
    arrays = {
        f"{k}_{name}": array
        for k, level in enumerate(levels)
        for name in _ARRAYS
        if (array := getattr(level, name)) is not None
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            np.savez(part, levels=len(levels), **arrays)
        os.replace(part.name, path)
    except OSError as error:
        _log.info("meshes are not kept on disk: %s", error)


def _read(path: Path) -> Mesh:
    try:
        raw: Any = trimesh.load(path, process=False, force="mesh")
        positions = np.asarray(raw.vertices, dtype=np.float64).reshape(-1, 3)
        triangles = np.asarray(raw.faces, dtype=np.int64).reshape(-1, 3)
    except Exception as error:  # readers of many formats fail in many ways
        what = f"the mesh cannot be read: {type(error).__name__}: {error}"
        raise RenderError(what, where=str(path)) from error
    if not len(triangles) or not np.isfinite(positions).all():
        raise RenderError("the mesh has no triangles, or points that are nowhere", where=str(path))
    texture = _texture(raw, path)
    places, numbers = np.unique(positions, axis=0, return_inverse=True)
    triangles = numbers.reshape(-1)[triangles]
    corner_uv = None
    if texture is not None:
        corner_uv = np.asarray(raw.visual.uv, dtype=np.float64)[np.asarray(raw.faces)]
    return with_levels(places, triangles, corner_uv=corner_uv, texture=texture)


def _texture(raw: Any, path: Path) -> NDArray[np.uint8] | None:
    """The picture on a mesh, lowest row first; None where it has none."""
    visual = raw.visual
    uv = getattr(visual, "uv", None)
    material = getattr(visual, "material", None)
    image = getattr(material, "image", None) or getattr(material, "baseColorTexture", None)
    if uv is None or len(uv) != len(raw.vertices) or image is None:
        _tell_missing_texture(path)
        return None
    small = image.convert("RGBA").resize((TEXTURE_PX, TEXTURE_PX))
    return np.ascontiguousarray(np.asarray(small, dtype=np.uint8)[::-1])


def _tell_missing_texture(path: Path) -> None:
    """Say so where a material names a picture that is not there; the plain colour is drawn."""
    if path.suffix.lower() != ".obj":
        return
    for library in _words(path, "mtllib"):
        for picture in _words(path.parent / library, "map_Kd"):
            if not (path.parent / picture).is_file():
                _log.warning("%s: texture %r is missing; the plain colour is drawn", path, picture)


def _words(path: Path, key: str) -> list[str]:
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            found = [line.split(maxsplit=1)[1].strip() for line in lines if line.startswith(key)]
    except (OSError, IndexError):
        return []
    return found
