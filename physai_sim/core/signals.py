"""Traffic lights as drivers and scores know them: where cars stop, and what is shown when."""

from __future__ import annotations

from dataclasses import dataclass

from physai_sim.core.truth import LightInfo, LightState


@dataclass(frozen=True, slots=True)
class Signal:
    """A traffic light with a fixed cycle: green, yellow, red, and again.

    What it shows follows from the time alone, so that it needs no memory and equals itself in
    every episode.

    Args:
        info: Where cars stop for it.
        green_ns: How long it is green [ns].
        yellow_ns: How long it is yellow [ns].
        red_ns: How long it is red [ns].
        offset_ns: How much of its cycle is over at time zero [ns].
    """

    info: LightInfo
    green_ns: int
    yellow_ns: int
    red_ns: int
    offset_ns: int = 0

    def state(self, time_ns: int) -> LightState:
        """What it shows at an episode time [ns]."""
        cycle_ns = self.green_ns + self.yellow_ns + self.red_ns
        into_ns = (time_ns + self.offset_ns) % cycle_ns
        if into_ns < self.green_ns:
            return "green"
        return "yellow" if into_ns < self.green_ns + self.yellow_ns else "red"
