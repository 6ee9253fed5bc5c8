"""What can be spawned: simple shapes, the robots' own models, and URDFs from allowed folders.

URIs: `physai://shapes/box?size_m=0.1,0.1,0.2&mass_kg=0.5`, `physai://robots/panda`, and
`file:///folder/model.urdf` or the plain path. A robot comes as a body that nobody commands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from physai_sim.control.control_error import ControlError, SpawnCode
from physai_sim.control.urdf_check import MOST_BYTES, checked_urdf, inside
from physai_sim.core import registry
from physai_sim.core.errors import ConfigError
from physai_sim.core.scene_config import BodyConfig
from physai_sim.core.strict import parse
from physai_sim.simulation.engine import data_folder
from physai_sim.simulation.scratch import scratch_file

SCHEME = "physai"
FORMATS = ("urdf",)
SHAPES: dict[str, dict[str, object]] = {
    "box": {"size_m": (0.1, 0.1, 0.1)},
    "sphere": {"radius_m": 0.05},
    "cylinder": {"radius_m": 0.05, "height_m": 0.1},
}
DEFAULT_MASS_KG = 0.1
_KEYS = ("size_m", "radius_m", "height_m", "mass_kg", "friction", "color_rgba", "collides")


@dataclass(frozen=True, slots=True)
class Resource:
    """Where a model is, or its text; exactly one of them is not empty."""

    uri: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """What is to be spawned: a shape, or a URDF.

    Args:
        name: What it is called where the request gives no name.
        category: Of the body.
        shape: A box, sphere or cylinder.
        path: A URDF.
    """

    name: str
    category: str = "object"
    shape: BodyConfig | None = None
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Spawnable:
    """One entry of GetSpawnables."""

    uri: str
    description: str


class SpawnModels:
    """Finds models.

    Args:
        roots: Folders that URDFs may lie in, beside those that come with PyBullet.
    """

    def __init__(self, roots: Sequence[Path] = ()) -> None:
        self._roots = (*roots, Path(data_folder()))

    def find(self, resource: Resource) -> Model:
        """The model of a resource, checked as far as can be without loading it.

        Raises:
            ControlError: With the code of SpawnEntity.
        """
        if bool(resource.uri) == bool(resource.text):
            what = "a resource is a URI or text" if resource.uri else "no resource"
            raise ControlError(SpawnCode.NO_RESOURCE, what, expected="uri or resource_string")
        if resource.text:
            return self._from_text(resource.text)
        parts = urlsplit(resource.uri)
        if parts.scheme == SCHEME:
            name = parts.path.lstrip("/")
            if parts.netloc == "shapes":
                return _shape(name, parts.query, where=resource.uri)
            return _robot(parts.netloc, name, where=resource.uri)
        if parts.scheme not in ("", "file"):
            code, expected = SpawnCode.NO_RESOURCE, f"{SCHEME}://, file:// or a path"
            raise ControlError(code, "unknown kind of URI", got=resource.uri, expected=expected)
        return self._from_file(Path(unquote(parts.path)), where=resource.uri)

    def spawnables(self, sources: Sequence[str] = ()) -> tuple[list[Spawnable], list[str]]:
        """What can be spawned, and the sources that were not recognised.

        Args:
            sources: Folders to look for URDFs in, beside the usual.
        """
        found = [Spawnable(f"{SCHEME}://shapes/{name}", f"a {name}") for name in SHAPES]
        for name in registry.names("robots"):
            text = registry.summary("robots", name)
            found.append(Spawnable(f"{SCHEME}://robots/{name}", text))
        folders = {source: inside(Path(urlsplit(source).path), self._roots) for source in sources}
        for folder in (*self._roots[:-1], *filter(None, folders.values())):
            files = sorted(folder.glob("*.urdf"))
            found += [Spawnable(path.resolve().as_uri(), path.stem) for path in files]
        unknown = [name for name, folder in folders.items() if not (folder and folder.is_dir())]
        return list(dict.fromkeys(found)), unknown

    def _from_text(self, text: str) -> Model:
        name = checked_urdf(text, where="resource_string", folder=None, roots=self._roots)
        return Model(name, path=scratch_file(text, suffix=".urdf"))

    def _from_file(self, path: Path, *, where: str) -> Model:
        if path.suffix.lower() != ".urdf":
            code, known = SpawnCode.UNSUPPORTED_FORMAT, ", ".join(FORMATS)
            raise ControlError(code, "unsupported format", got=where, expected=known)
        real = inside(path, self._roots) if path.is_absolute() else None
        if real is None or not real.is_file():
            what = "no such file within the allowed folders"
            known = ", ".join(str(root) for root in self._roots)
            raise ControlError(SpawnCode.NO_RESOURCE, what, got=where, expected=f"in {known}")
        if real.stat().st_size > MOST_BYTES:
            code, expected = SpawnCode.RESOURCE_PARSE_ERROR, f"<= {MOST_BYTES} bytes"
            raise ControlError(code, "a URDF that is too large", where=where, expected=expected)
        text = real.read_text(encoding="utf-8", errors="replace")
        name = checked_urdf(text, where=real.name, folder=real.parent, roots=self._roots)
        return Model(name or real.stem, path=real)


def _shape(name: str, query: str, *, where: str) -> Model:
    if name not in SHAPES:
        raise ControlError(SpawnCode.NO_RESOURCE, "unknown shape", got=where, known=SHAPES)
    given: dict[str, object] = {key: _value(text) for key, text in parse_qsl(query)}
    for key in given:
        if key not in _KEYS:
            code = SpawnCode.RESOURCE_PARSE_ERROR
            raise ControlError(code, "unknown key", where=where, got=key, known=_KEYS)
    fields = {"shape": name, "mass_kg": DEFAULT_MASS_KG, **SHAPES[name], **given}
    try:
        return Model(name, shape=parse(BodyConfig, fields, where=where))
    except ConfigError as error:
        raise ControlError(SpawnCode.RESOURCE_PARSE_ERROR, str(error)) from None


def _value(text: str) -> object:
    """A number, numbers between commas, or a truth value; the schema refuses anything else."""
    if text in ("true", "false"):
        return text == "true"
    try:
        numbers = [float(word) for word in text.split(",")]
    except ValueError:
        return text
    return tuple(numbers) if len(numbers) > 1 else numbers[0]


def _robot(family: str, name: str, *, where: str) -> Model:
    known = registry.names("robots")
    if family != "robots" or name not in known:
        names = [f"{SCHEME}://robots/{one}" for one in known]
        raise ControlError(SpawnCode.NO_RESOURCE, "unknown model", got=where, known=names)
    kind = registry.find("robots", name)
    path = kind(name, kind.Config(model=name), control_hz=1).model_file()
    if path is None:
        code = SpawnCode.UNSUPPORTED_FORMAT
        raise ControlError(code, "this robot has no URDF", got=where, expected="urdf")
    return Model(name, category="robot", path=path)
