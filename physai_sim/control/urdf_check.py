"""Looks a URDF over before the engine loads it: it comes from the network, or from a file of any.

The engine itself reads what is wrong as zeros, says so on the terminal alone, or ends the process.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from physai_sim.control.control_error import ControlError, SpawnCode
from physai_sim.core.errors import RenderError
from physai_sim.rendering.gl import mesh_file

MOST_BYTES, MOST_LINKS = 1_000_000, 256
MESH_SUFFIXES = (".obj", ".stl", ".dae")
_TEXTS = ("name", "link", "type", "filename", "joint")


def checked_urdf(text: str, *, where: str, folder: Path | None, roots: Sequence[Path]) -> str:
    """The name of the robot in a URDF.

    Args:
        text: The whole file.
        where: What to name in errors.
        folder: Where names of meshes start from; None for text that has no place.
        roots: Folders that meshes must lie in.

    Raises:
        ControlError: With the code of SpawnEntity, if it is no URDF, names assets that are missing
            or that cannot be drawn, or holds a number that is not finite.
    """
    root = _parsed(text, where)
    if root.tag != "robot":
        code = SpawnCode.RESOURCE_PARSE_ERROR
        if root.tag in ("sdf", "mujoco"):
            code = SpawnCode.UNSUPPORTED_FORMAT
        raise ControlError(code, "not a URDF", where=where, got=root.tag, expected="<robot>")
    links = [link.get("name", "") for link in root.findall("link")]
    if not 1 <= len(links) <= MOST_LINKS:
        raise _unparsed("links", where, got=len(links), expected=f"1 to {MOST_LINKS}")
    _check_joints(root, set(links), where)
    _check_numbers(root, where)
    for name in _assets(root):
        _check_mesh(name, where=where, folder=folder, roots=roots)
    return root.get("name", "")


def inside(path: Path, roots: Sequence[Path]) -> Path | None:
    """The path without links in it, if it lies in one of the folders; else None."""
    real = path.resolve()
    return real if any(real.is_relative_to(root.resolve()) for root in roots) else None


def _unparsed(what: str, where: str, **details: object) -> ControlError:
    return ControlError(SpawnCode.RESOURCE_PARSE_ERROR, what, where=where, **details)


def _parsed(text: str, where: str) -> ET.Element:
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise _unparsed("a URDF that is too large", where, expected=f"<= {MOST_BYTES} bytes")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:  # a few lines of entities can fill the memory
        raise _unparsed("a URDF with a document type", where, expected="plain XML")
    try:
        return ET.fromstring(text)
    except (ET.ParseError, ValueError) as error:
        raise _unparsed(f"not XML: {error}", where) from None


def _check_joints(root: ET.Element, links: set[str], where: str) -> None:
    """Every joint leads from one link to another, and they make one tree."""
    parents: dict[str, str] = {}
    for joint in root.findall("joint"):
        ends = [joint.find(end) for end in ("parent", "child")]
        parent, child = (end.get("link", "") if end is not None else "" for end in ends)
        if parent not in links or child not in links or child in parents:
            got = f"{joint.get('name')}: {parent} to {child}"
            raise _unparsed("a joint that joins no two links", where, got=got)
        parents[child] = parent
    bases = links - parents.keys()
    if len(bases) != 1:
        raise _unparsed("base links", where, got=sorted(bases), expected="exactly one")


def _check_numbers(root: ET.Element, where: str) -> None:
    for element in root.iter():
        for key, value in element.attrib.items():
            if key in _TEXTS:
                continue
            for word in value.split():
                if not _is_fine(word):
                    place = f"{where}: <{element.tag} {key}>"
                    raise _unparsed("a number that is not finite", place, got=value)


def _is_fine(word: str) -> bool:
    try:
        return math.isfinite(float(word))
    except ValueError:
        return True


def _assets(root: ET.Element) -> Iterator[str]:
    for tag in ("mesh", "texture"):
        for element in root.iter(tag):
            yield element.get("filename", "")


def _check_mesh(name: str, *, where: str, folder: Path | None, roots: Sequence[Path]) -> None:
    if "://" in name and not name.startswith("file://"):
        what, code = "only files can be loaded", SpawnCode.UNSUPPORTED_ASSETS
        raise ControlError(code, what, where=where, got=name, expected="a path or file://")
    path = Path(name.removeprefix("file://"))
    if not path.is_absolute() and folder is None:
        what = "a relative path in text that has no place"
        raise ControlError(SpawnCode.MISSING_ASSETS, what, where=where, got=name)
    path = inside((folder or Path("/")) / path, roots) or Path()
    if not path.is_file():
        what = "no such file within the allowed folders"
        raise ControlError(SpawnCode.MISSING_ASSETS, what, where=where, got=name)
    if path.suffix.lower() in (".png", ".jpg", ".jpeg"):
        return
    if path.suffix.lower() not in MESH_SUFFIXES:
        code, known = SpawnCode.UNSUPPORTED_ASSETS, ", ".join(MESH_SUFFIXES)
        raise ControlError(code, "a mesh of this kind", where=where, got=name, expected=known)
    try:
        mesh_file.load(path)
    except RenderError as error:
        raise ControlError(SpawnCode.UNSUPPORTED_ASSETS, str(error), where=where) from None
