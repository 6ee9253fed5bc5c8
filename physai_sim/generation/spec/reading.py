"""Reads samples from JSON, JSON lines and YAML, and writes them so that they are read again."""

from __future__ import annotations

import glob
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from physai_sim.core.errors import ConfigError
from physai_sim.core.strict import parse_at
from physai_sim.core.yaml_source import KeyPath, YamlSource, parse_value
from physai_sim.generation.spec.controls import ControlSpec
from physai_sim.generation.spec.sample import CONTROLS, SampleSpec

MAX_BYTES = 50_000_000
KINDS = (".json", ".jsonl", ".yaml", ".yml")
# Keys whose values are paths, relative to the file that they stand in.
PATHS = ("prompt_path", "negative_prompt_file", "vision_path", "action_path")
MASK = "guided_generation_mask"


def read_specs(paths: Sequence[str | Path]) -> tuple[SampleSpec, ...]:
    """Samples of some files, in order.

    Args:
        paths: Files (one sample, a list of them, or one for each line in `.jsonl`) or patterns
            of them such as `specs/*.json`.

    Raises:
        ConfigError: If there is no such file, it cannot be read, a key or value is wrong, or two
            samples have one name; the message says the file, and the line where it is known.
    """
    found: dict[str, tuple[SampleSpec, str]] = {}
    for path in _files(paths):
        sources = list(_sources(path))
        if not sources:
            raise ConfigError("no sample is in this file", where=str(path))
        for source, key in sources:
            spec = _absolute(parse_at(SampleSpec, source, key), path.resolve().parent)
            where = source.where((*key, "name"))
            if spec.name in found:
                what = f"two samples of one name, the other at {found[spec.name][1]}"
                raise ConfigError(what, where=where, got=spec.name)
            found[spec.name] = (spec, where)
    return tuple(spec for spec, _ in found.values())


def as_data(spec: SampleSpec) -> dict[str, Any]:
    """A sample as plain JSON data; it loads again as the same."""
    data: dict[str, Any] = spec.model_dump(mode="json", exclude_none=True)
    return data


def write_specs(path: Path, specs: Sequence[SampleSpec]) -> None:
    """Write samples as JSON lines."""
    lines = (json.dumps(as_data(spec), sort_keys=True) for spec in specs)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def prompt_of(spec: SampleSpec) -> str | None:
    """The prompt, read from its file where it has one.

    Raises:
        ConfigError: If the file cannot be read.
    """
    return spec.prompt if spec.prompt_path is None else _text(Path(spec.prompt_path)).strip()


def _files(paths: Sequence[str | Path]) -> Iterator[Path]:
    for path in paths:
        names = sorted(glob.glob(str(path), recursive=True)) if glob.has_magic(str(path)) else None
        if names == []:
            raise ConfigError("no file fits this pattern", where=str(path))
        for name in [str(path)] if names is None else names:
            if Path(name).suffix not in KINDS:
                what, expected = "no file of samples", " or ".join(KINDS)
                raise ConfigError(what, where=name, expected=expected)
            yield Path(name)


def _sources(path: Path) -> Iterator[tuple[YamlSource, KeyPath]]:
    """The samples of a file, each with the keys that lead to it."""
    text = _text(path)
    if path.suffix == ".jsonl":
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                place = f"{path.name}:{number}"
                yield YamlSource(place, _json(line, place)), ()
        return
    data, lines = _whole(text, path)
    if isinstance(data, list):
        source = YamlSource(path.name, {"samples": data}, _under("samples", lines))
        for index, item in enumerate(data):
            _check_mapping(item, source.where(("samples", index)))
            yield source, ("samples", index)
        return
    _check_mapping(data, path.name)
    yield YamlSource(path.name, data, lines), ()


def _whole(text: str, path: Path) -> tuple[Any, dict[KeyPath, int]]:
    if path.suffix != ".json":
        return parse_value(text, name=path.name)
    data = _json(text, path.name)
    try:  # lines come from YAML, of which almost all JSON is a part
        return data, parse_value(text.expandtabs(), name=path.name)[1]
    except ConfigError:
        return data, {}


def _json(text: str, name: str) -> Any:
    try:
        data = json.loads(text, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        column = f"line {error.lineno}, column {error.colno}"
        raise ConfigError(f"not JSON: {error.msg}: {column}", where=name) from None
    except (RecursionError, ValueError) as error:
        raise ConfigError(f"not JSON: {error}", where=name) from None
    return data


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"key {key!r} is given twice")
    return dict(pairs)


def _under(head: str, lines: dict[KeyPath, int]) -> dict[KeyPath, int]:
    return {(head, *path): line for path, line in lines.items()}


def _check_mapping(data: Any, where: str) -> None:
    if not isinstance(data, dict):
        what = "wrong content" if data is not None else "empty file"
        raise ConfigError(what, where=where, got=data, expected="the keys of a sample")


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise ConfigError("no such file", where=str(path))
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError("file too large", where=str(path), expected=f"<= {MAX_BYTES} bytes")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", where=str(path)) from None
    except UnicodeDecodeError:
        raise ConfigError("not a text file", where=str(path), expected="UTF-8") from None


def _absolute(spec: SampleSpec, folder: Path) -> SampleSpec:
    """A sample whose paths no longer depend on where its file lies."""
    update: dict[str, Any] = {}
    for key in (*PATHS, MASK):
        if getattr(spec, key) is not None:
            update[key] = _joined(folder, getattr(spec, key), f"{spec.name}: {key}")
    for name in CONTROLS:
        control: ControlSpec | None = getattr(spec, name)
        given = {k: getattr(control, k, None) for k in ("control_path", "mask_path")}
        inner = {k: _joined(folder, v, f"{spec.name}: {name}.{k}") for k, v in given.items() if v}
        if control is not None and inner:
            update[name] = control.model_copy(update=inner)
    if spec.physai.source is not None:
        source = _source(folder, spec.physai.source)
        update["physai"] = spec.physai.model_copy(update={"source": source})
    return spec.model_copy(update=update)


def _source(folder: Path, source: str) -> str:
    """A source that lies beside the file; a world or a path that does not is left as it is."""
    dataset, colon, _ = source.rpartition(":")
    is_near = (folder / source).exists() or (bool(colon) and (folder / dataset).is_dir())
    return str(folder / source) if is_near else source


def _joined(folder: Path, path: str, where: str) -> str:
    if "://" in path:
        raise ConfigError("no address", where=where, got=path, expected="a file on this machine")
    return str(folder / path)
