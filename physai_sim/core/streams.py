"""Names of what is recorded of a camera beside a dataset."""

from __future__ import annotations

from typing import Literal, get_args

from physai_sim.core.errors import ConfigError

StreamName = Literal[
    "rgb", "depth", "segmentation", "semantic", "shaded", "normals", "flow", "edges", "boxes"
]
STREAMS: tuple[StreamName, ...] = get_args(StreamName)


def chosen_streams(text: str) -> tuple[StreamName, ...]:
    """Names joined by commas, checked, in the order of `STREAMS`.

    Raises:
        ConfigError: If a name is unknown or given twice.
    """
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in STREAMS:
            raise ConfigError("unknown stream", where="--streams", got=name, known=STREAMS)
    if len(set(names)) < len(names):
        raise ConfigError("a stream is named twice", where="--streams", got=text)
    return tuple(stream for stream in STREAMS if stream in names)
