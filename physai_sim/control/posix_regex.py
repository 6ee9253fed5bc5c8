"""POSIX extended regular expressions that take time in proportion to the text, whatever they say.

Patterns come from the network. An engine that backtracks, as Python's own does, can be kept busy
for years by a short one; this one keeps the set of all its possible states instead.

Source: Thompson (1968), "Regular expression search algorithm".
"""

from __future__ import annotations

from physai_sim.control.posix_pattern import parse_pattern


class PosixRegex:
    """A compiled pattern.

    Args:
        pattern: At most `LONGEST` characters.

    Raises:
        ConfigError: If it is no pattern, or too long, or repeats too much.
    """

    def __init__(self, pattern: str) -> None:
        self._steps = parse_pattern(pattern)

    def search(self, text: str) -> bool:
        """Whether any part of a text matches."""
        states: set[int] = set()
        for place in range(len(text) + 1):
            states.add(0)
            states = self._closed(states, is_first=place == 0, is_last=place == len(text))
            if len(self._steps) in states:
                return True
            if place < len(text):
                taking = (state for state in states if self._steps[state].kind == "take")
                states = {state + 1 for state in taking if self._steps[state].takes(text[place])}
        return False

    def _closed(self, states: set[int], *, is_first: bool, is_last: bool) -> set[int]:
        """All states that these lead to without a character."""
        reached, waiting = set[int](), list(states)
        while waiting:
            state = waiting.pop()
            if state in reached:
                continue
            reached.add(state)
            step = self._steps[state] if state < len(self._steps) else None
            if step is None or step.kind == "take":
                continue
            if step.kind == "fork":
                waiting += [state + way for way in step.ways]
            elif is_first if step.kind == "begin" else is_last:
                waiting.append(state + 1)
        return reached
