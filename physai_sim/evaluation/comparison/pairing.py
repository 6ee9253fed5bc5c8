"""Which episode of one result belongs to which of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import PurePath

from physai_sim.core.errors import ResultsError
from physai_sim.evaluation.comparison.scored import Scored, ScoredEpisode

_Key = tuple[Hashable, ...]
_Keys = Callable[[Scored], list[_Key] | None]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two episodes that differ in nothing but what is compared.

    Args:
        name: What they share, in words.
        a: Of the first result.
        b: Of the second.
    """

    name: str
    a: ScoredEpisode
    b: ScoredEpisode


@dataclass(frozen=True, slots=True)
class Pairing:
    """All pairs of two results.

    Args:
        by: What makes a pair: "run and seed", "world and seed" or "bag and episode".
        pairs: In the order of their names.
        only_a: Names of the episodes of the first result that have no partner.
        only_b: The same of the second.
    """

    by: str
    pairs: tuple[Pair, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]


def paired(a: Scored, b: Scored) -> Pairing:
    """Pair the episodes of two results.

    Two replays pair by bag and episode. All else pairs by the run of a suite and the seed, else
    by world and seed, where each result has every such pair once, else by bag and episode.

    Raises:
        ResultsError: If nothing tells which episodes belong together, or none do.
    """
    ways: dict[str, _Keys] = {"run and seed": _by_run, "world and seed": _by_world}
    if a.kind == b.kind == "replay":
        ways = {}
    for by, keys in {**ways, "bag and episode": _by_bag}.items():
        keys_a, keys_b = keys(a), keys(b)
        if keys_a is not None and keys_b is not None:
            return _pairing(by, _named(keys_a, a), _named(keys_b, b))
    raise ResultsError(
        "episodes cannot be paired",
        expected="each world and seed once in either result, or each bag once",
    )


def _named(keys: list[_Key], result: Scored) -> dict[_Key, ScoredEpisode]:
    return dict(zip(keys, result.episodes, strict=True))


def _pairing(by: str, a: dict[_Key, ScoredEpisode], b: dict[_Key, ScoredEpisode]) -> Pairing:
    shared, only_a, only_b = (
        sorted(keys, key=_order) for keys in (set(a) & set(b), set(a) - set(b), set(b) - set(a))
    )
    if not shared:
        first, second = (" ".join(map(str, next(iter(keys), ("none",)))) for keys in (a, b))
        raise ResultsError(
            f"no episode of the first has the same {by} as one of the second",
            got=f"{first}; {second}",
        )
    return Pairing(
        by=by,
        pairs=tuple(Pair(_name(key), a[key], b[key]) for key in shared),
        only_a=tuple(map(_name, only_a)),
        only_b=tuple(map(_name, only_b)),
    )


def _name(key: _Key) -> str:
    return " ".join(str(part) for part in key)


def _order(key: _Key) -> tuple[str, int]:
    """Names in the order of letters, numbers in that of numbers."""
    return str(key[0]), int(str(key[-1]))


def _by_run(result: Scored) -> list[_Key] | None:
    return _unique([(one.run, "seed", one.seed) for one in result.episodes])


def _by_world(result: Scored) -> list[_Key] | None:
    return _unique([(one.world or result.world, "seed", one.seed) for one in result.episodes])


def _by_bag(result: Scored) -> list[_Key] | None:
    """Names of bags without their folders, which differ; and the number within the bag."""
    found, before = list[_Key](), Counter[str]()
    for one in result.episodes:
        found.append((PurePath(one.bag).name, "episode", before[one.bag]))
        before[one.bag] += 1
    return _unique(found)


def _unique(keys: list[_Key]) -> list[_Key] | None:
    """The keys, if all of them are known and no two are equal."""
    is_known = all(key[0] and key[-1] is not None for key in keys)
    return keys if is_known and len(set(keys)) == len(keys) else None
