"""Which bodies are surfaces that weather lies on."""

from __future__ import annotations

from physai_sim.simulation.body import Body

FLAT = ("ground", "road")
EXPOSED = (*FLAT, "kerb", "building")
BROAD_M = 0.4


def is_flat(body: Body) -> bool:
    """Whether it lies so flat that it throws no shadow."""
    return body.info.category in FLAT


def is_wettable(body: Body) -> bool:
    """Whether rain makes it wet and snow lies on it, where it is level.

    Beside what stands outdoors it is furniture: what is put on a table stays dry.
    """
    return body.info.category in EXPOSED or _is_furniture(body)


def _is_furniture(body: Body) -> bool:
    """Whether it stands still and is broad enough to put things on."""
    broad = min(body.info.size_m[:2]) >= BROAD_M
    return body.info.category == "object" and body.is_fixed and not body.joints and broad
