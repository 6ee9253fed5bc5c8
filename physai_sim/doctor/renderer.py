"""Does every renderer draw a world where there is no display?"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from physai_sim import rendering
from physai_sim.core.errors import MachineError
from physai_sim.doctor._recordings import short_world
from physai_sim.doctor.base import REINSTALL, Finding
from physai_sim.envs.session import Session
from physai_sim.rendering import tiny
from physai_sim.rendering.camera import camera_spec

WORLD = "reach"
# Of a picture of one colour it is 0.
LEAST_CONTRAST = 5.0


class Renderer:
    """Renderers draw a world without a display; the software renderer must, others may lack."""

    remedy = REINSTALL

    def run(self) -> Finding:
        """See `Check`."""
        session = Session(short_world(WORLD), cameras=False)
        try:
            session.reset(0)
            contrasts = {name: _contrast(module, session) for name, module in _renderers()}
        finally:
            session.close()
        found = ", ".join(
            f"{name} {'is not usable here' if value is None else f'draws, contrast {value:.0f}'}"
            for name, value in contrasts.items()
        )
        blank = any(value is not None and value < LEAST_CONTRAST for value in contrasts.values())
        return Finding("FAIL" if blank or contrasts[tiny.NAME] is None else "ok", found)


def _renderers() -> Iterator[tuple[str, ModuleType]]:
    """Modules of the folder that draw a camera's picture of a world."""
    for info in pkgutil.iter_modules(rendering.__path__):
        module = importlib.import_module(f"{rendering.__name__}.{info.name}")
        if hasattr(module, "render"):
            yield module.NAME, module


def _contrast(renderer: ModuleType, session: Session) -> float | None:
    """Standard deviation of the world's view, of 255; None where this machine lacks something."""
    view = session.config.view
    try:
        return float(renderer.render(session.world, camera_spec(view, view.mount)).rgb.std())
    except MachineError:
        return None
