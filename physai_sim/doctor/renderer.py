"""Does every renderer draw a world where there is no display, and which one is the best here?"""

from __future__ import annotations

from physai_sim.core.errors import MachineError
from physai_sim.doctor._recordings import short_world
from physai_sim.doctor.base import REINSTALL, Finding
from physai_sim.envs.session import Session
from physai_sim.rendering import choice
from physai_sim.rendering.base import Renderer as AnyRenderer
from physai_sim.rendering.camera import camera_spec

WORLD = "reach"
# The one that every machine must have.
FALLBACK = "tiny"
# Of a picture of one colour it is 0.
LEAST_CONTRAST = 5.0


class Renderer:
    """Renderers draw a world without a display; the software renderer must, raster may lack."""

    remedy = REINSTALL

    def run(self) -> Finding:
        """See `Check`."""
        session = Session(short_world(WORLD), cameras=False)
        try:
            session.reset(0)
            contrasts = {name: _contrast(name, session) for name in choice.MEMBERS}
        finally:
            session.close()
        found = "; ".join(_words(name, value) for name, value in contrasts.items())
        drawn = [value for value in contrasts.values() if isinstance(value, float)]
        if min(drawn, default=0.0) < LEAST_CONTRAST or isinstance(contrasts[FALLBACK], str):
            return Finding("FAIL", found)
        return Finding("ok" if len(drawn) == len(contrasts) else "note", found)


def _contrast(name: str, session: Session) -> float | str:
    """Standard deviation of the world's view, of 255; or why this machine cannot draw it."""
    view = session.config.view
    try:
        renderer: AnyRenderer = choice.find(name)
        return float(renderer.render(session.world, camera_spec(view, view.mount)).rgb.std())
    except MachineError as error:
        return str(error)


def _words(name: str, value: float | str) -> str:
    if isinstance(value, str):
        return f"{name} is not usable here ({value})"
    return f"{choice.find(name).describe()} draws, contrast {value:.0f}"
