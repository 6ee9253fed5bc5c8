"""Whether a recording says when its messages really came."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.episode import Episode


def is_logged_in_own_stamps(episode: Episode) -> bool:
    """Whether most messages were recorded at exactly the time that they say of themselves.

    Recordings in simulated time are so: they repeat to the bit, and hold no word of how long
    anything took. A clock of the real world never agrees to the nanosecond.
    """
    stamped = [s for s in episode.streams.values() if s.stamps_ns is not None]
    equal = sum(int(np.sum(s.logged_ns == s.stamps_ns)) for s in stamped)
    return equal > sum(len(s.logged_ns) for s in stamped) / 2


SIMULATED = "messages were recorded in simulated time, which does not say how long anything took"
"""The reason of a metric that needs the time of a real clock."""
