"""Keys from the bytes of a terminal, and for how long each of them acts."""

from __future__ import annotations

import re

# A terminal tells presses alone, and repeats a key that is held after about half a second, thirty
# times a second from then on. So the first press acts until the repeats come, fading, for it may
# have been a tap; and a repeat acts only until the next one is overdue.
FULL_S, TAP_S, REPEAT_S = 0.1, 0.55, 0.15

_SEQUENCE = re.compile(rb"\x1b[\[O]([0-9;]*)([A-Za-z~])")
_UNFINISHED = re.compile(rb"\x1b(?:[\[O][0-9;]*)?$")
_NAMES = {b"\r": "enter", b"\n": "enter", b"\x7f": "backspace", b"\x08": "backspace"}
_NAMES |= {b"\x1b": "escape", b"\t": "tab", b" ": "space"}
# Arrows and Page keys do what the letters do, whose places they have on the keyboard.
_ENDINGS = {b"A": "w", b"B": "s", b"C": "d", b"D": "a"}
_NUMBERS = {b"5": "r", b"6": "f"}


class KeyReader:
    """Turns what a terminal sends into names of keys: "w", "enter", "backspace", "escape"."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        """The keys in what came; a sequence that is cut off waits for its end.

        Args:
            data: What came; nothing, after a while without anything: Esc was pressed alone then.
        """
        told, self._rest = self._rest + data, b""
        keys = []
        while told:
            if data and _UNFINISHED.match(told):
                self._rest = told
                break
            key, told = _first(told)
            keys.append(key)
        return [key for key in keys if key]


def _first(told: bytes) -> tuple[str, bytes]:
    """The first key and what is left; "" for one that has no name here."""
    sequence = _SEQUENCE.match(told)
    if sequence is not None:
        number, ending = sequence.groups()
        key = _NUMBERS.get(number, "") if ending == b"~" else _ENDINGS.get(ending, "")
        return key, told[sequence.end() :]
    one, left = told[:1], told[1:]
    name = _NAMES.get(one, one.decode("ascii", errors="ignore").lower())
    return name if one in _NAMES or name.isprintable() else "", left


class HeldKeys:
    """Which keys are held, as far as a terminal tells."""

    def __init__(self) -> None:
        self._pressed: dict[str, tuple[float, float]] = {}  # key -> when, and how long it acts

    def press(self, key: str, at_s: float) -> None:
        """Take a press or a repeat of a key."""
        repeated = self.strength(key, at_s) > 0.0
        self._pressed[key] = (at_s, REPEAT_S if repeated else TAP_S)

    def release_all(self) -> None:
        """Let nothing act."""
        self._pressed.clear()

    def strength(self, key: str, at_s: float) -> float:
        """How strongly a key acts, from 1 to 0."""
        pressed_s, lasting_s = self._pressed.get(key, (-TAP_S, 0.0))
        age_s = at_s - pressed_s
        if age_s >= lasting_s:
            return 0.0
        return min(1.0, (lasting_s - age_s) / max(lasting_s - FULL_S, FULL_S))

    def axis(self, more: str, less: str, at_s: float) -> float:
        """From -1 to 1; of two keys that point against each other the last one acts."""
        last = max((more, less), key=lambda key: self._pressed.get(key, (-1e9, 0.0))[0])
        return self.strength(last, at_s) * (1 if last == more else -1)
