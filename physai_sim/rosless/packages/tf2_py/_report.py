"""The frames of a tree as the YAML document that `tf2_tools view_frames` and others read."""

from __future__ import annotations

from collections.abc import Mapping

from tf2_py._cache import Cache
from tf2_py._stamp import NS_PER_S, shown

_SHORTEST_NS = 100_000  # a rate is over at least this time, so that one entry has one


def frames_as_yaml(caches: Mapping[str, Cache | None], authorities: Mapping[str, str]) -> str:
    """Parent, broadcaster, rate [Hz] and ages of each frame with data; `[]` for no frames."""
    if not caches:
        return "[]"
    parts = []
    for frame, cache in caches.items():
        latest = cache.latest() if cache is not None else None
        if cache is not None and latest is not None:
            parts.append(_entry(frame, latest[1], cache, authorities.get(frame)))
    return "".join(parts)


def _entry(frame: str, parent: str, cache: Cache, authority: str | None) -> str:
    oldest, newest, count = cache.span()
    rate_hz = count * NS_PER_S / max(newest - oldest, _SHORTEST_NS)
    lines = (
        f"{frame}: ",
        f"  parent: '{parent}'",
        f"  broadcaster: '{authority or 'no recorded authority'}'",
        f"  rate: {rate_hz:.3f}",
        f"  most_recent_transform: {shown(newest)}",
        f"  oldest_transform: {shown(oldest)}",
        f"  buffer_length: {(newest - oldest) / NS_PER_S:.3f}",
    )
    return "".join(f"{line}\n" for line in lines)
