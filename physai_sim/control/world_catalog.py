"""Worlds that can be loaded: those that are found by name, files in allowed folders, and text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from physai_sim.control.control_error import (
    DEFAULT_SOURCES_FAILED,
    ControlError,
    ResultCode,
    WorldCode,
)
from physai_sim.control.entity_types import TagsFilter
from physai_sim.control.spawn_models import SCHEME, Resource
from physai_sim.control.urdf_check import inside
from physai_sim.core import paths
from physai_sim.core.config import WorldConfig, load_world, world_from
from physai_sim.core.errors import PhysAIError
from physai_sim.core.yaml_source import parse_yaml

SUFFIXES = (".yaml", ".yml")
MOST_BYTES = 256_000


@dataclass(frozen=True, slots=True)
class WorldInfo:
    """One world as GetAvailableWorlds and GetCurrentWorld tell it."""

    name: str
    uri: str
    description: str
    tags: tuple[str, ...]


def describe(config: WorldConfig, *, uri: str) -> WorldInfo:
    """What a world is; its tags are its task and the models of its robots."""
    tags = (config.task.model, *(robot.model for robot in config.robots.values()))
    return WorldInfo(config.name, uri, config.description, tuple(dict.fromkeys(tags)))


class WorldCatalog:
    """Finds worlds.

    Args:
        roots: Folders that world files may lie in, beside those where names are looked for.
    """

    def __init__(self, roots: Sequence[Path] = ()) -> None:
        self._roots = tuple(roots)

    def find(self, resource: Resource) -> tuple[WorldConfig, str]:
        """The world of a resource, and its URI.

        Args:
            resource: A name, `physai://worlds/NAME`, a file, or the text of a world file.

        Raises:
            ControlError: With the code of LoadWorld.
        """
        if bool(resource.uri) == bool(resource.text):
            what = "a resource is a URI or text" if resource.uri else "no resource"
            raise ControlError(WorldCode.NO_RESOURCE, what, expected="uri or resource_string")
        try:
            if resource.text:
                return _from_text(resource.text), ""
            path = self._path(resource.uri)
            return load_world(str(path)), _uri(path)
        except ControlError:
            raise
        except PhysAIError as error:
            raise ControlError(WorldCode.RESOURCE_PARSE_ERROR, str(error)) from None

    def available(
        self,
        tags: TagsFilter | None = None,
        *,
        sources: Sequence[str] = (),
        continue_on_error: bool = False,
    ) -> list[WorldInfo]:
        """Every world that passes, by name.

        Args:
            tags: Which; all by default.
            sources: Folders to look in, beside the usual.
            continue_on_error: Whether files that are no worlds, and folders that may not be
                looked in, are passed over.

        Raises:
            ControlError: If one fails and that is not wanted.
        """
        files = [*paths.available("worlds").values()]
        for root in self._roots:
            files += sorted(root.glob("*.yaml"))
        for source in sources:
            files += self._source(source, is_lenient=continue_on_error)
        found: dict[str, WorldInfo] = {}
        for path in files:
            world = _described(path, is_lenient=continue_on_error)
            if world is not None and (tags is None or tags.matches(world.tags)):
                found.setdefault(world.name, world)
        return list(found.values())

    def _source(self, source: str, *, is_lenient: bool) -> list[Path]:
        folder = inside(Path(unquote(urlsplit(source).path)), self._roots)
        if folder is not None and folder.is_dir():
            return sorted(folder.glob("*.yaml"))
        if is_lenient:
            return []
        code, what = ResultCode.OPERATION_FAILED, "a source that may not be looked in"
        raise ControlError(code, what, got=source, expected=self._expected())

    def _path(self, uri: str) -> Path:
        known = paths.available("worlds")
        parts = urlsplit(uri)
        name = unquote(parts.path)
        if parts.scheme == SCHEME and parts.netloc == "worlds":
            name = name.lstrip("/")
        elif parts.scheme not in ("", "file"):
            what, expected = "unknown kind of URI", f"a name, {SCHEME}://worlds/NAME, or a file"
            raise ControlError(WorldCode.NO_RESOURCE, what, got=uri, expected=expected)
        if name in known:
            return known[name]
        if "/" not in name and "." not in name:
            raise ControlError(WorldCode.NO_RESOURCE, "unknown world", got=name, known=known)
        if not name.endswith(SUFFIXES):
            code, expected = WorldCode.UNSUPPORTED_FORMAT, ", ".join(SUFFIXES)
            raise ControlError(code, "unsupported format", got=uri, expected=expected)
        return self._allowed(Path(name), list(known.values()))

    def _allowed(self, path: Path, known: list[Path]) -> Path:
        folders = (*self._roots, *{one.parent for one in known})
        real = inside(path, folders) if path.is_absolute() else None
        if real is None or not real.is_file():
            what = "no such file within the allowed folders"
            raise ControlError(
                WorldCode.NO_RESOURCE, what, got=str(path), expected=self._expected()
            )
        return real

    def _expected(self) -> str:
        folders = ", ".join(str(root) for root in self._roots)
        return f"in {folders}" if folders else "a known world (no folder is allowed)"


def _uri(path: Path) -> str:
    if paths.available("worlds").get(path.stem) == path:
        return f"{SCHEME}://worlds/{path.stem}"
    return path.resolve().as_uri()


def _described(path: Path, *, is_lenient: bool) -> WorldInfo | None:
    try:
        return _read(path, path.stat().st_mtime_ns)
    except PhysAIError as error:
        if is_lenient:
            return None
        raise ControlError(DEFAULT_SOURCES_FAILED, str(error)) from None


@lru_cache(maxsize=256)
def _read(path: Path, changed_ns: int) -> WorldInfo:
    """What a file describes; it is read again when it has changed, since that takes a second."""
    del changed_ns
    return describe(load_world(str(path)), uri=_uri(path))


def _from_text(text: str) -> WorldConfig:
    if len(text.encode(errors="replace")) > MOST_BYTES:
        code, expected = WorldCode.RESOURCE_PARSE_ERROR, f"<= {MOST_BYTES} bytes"
        raise ControlError(code, "text that is too large", expected=expected)
    source = parse_yaml(text, name="resource_string")
    code_file = _names_code(source.data)
    if code_file is not None:
        what = "text from the network must not name Python files"
        raise ControlError(WorldCode.UNSUPPORTED_ASSETS, what, got=code_file)
    return world_from(source, name="resource_string")


def _names_code(value: object) -> str | None:
    """A text that a registry would load as Python, anywhere in a tree of values."""
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, (list, tuple)):
        return next((found for item in value if (found := _names_code(item))), None)
    return value if isinstance(value, str) and ".py:" in value else None
