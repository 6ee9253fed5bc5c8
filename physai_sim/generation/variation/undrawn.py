"""What a renderer leaves out of a look: nothing may pass for drawn that is not."""

from __future__ import annotations

from physai_sim.core.rollouts import Expansion

# TinyRenderer draws colours, a white light and the sky.
_KEYS = ("scene.light.shadow", "scene.light.sun_rgb", "scene.light.ambient_rgb",
         "scene.light.headlights", "scene.weather.", ".material.")  # fmt: skip


def undrawn(expansion: Expansion, renderer: str) -> str | None:
    """What of a look is not to be seen, in one line; None where all of it is.

    Args:
        expansion: The look.
        renderer: Name of the renderer that draws it.
    """
    if expansion.kind != "appearance" or renderer != "tiny":
        return None
    left_out = [s for s in expansion.settings if any(key in s for key in _KEYS)]
    if not left_out:
        return None
    return (
        f"{expansion.name}: the renderer tiny draws sky, brightness and colours of it, and no"
        " weather, no surface, no pattern, no shadow, no coloured light and no headlights"
    )
