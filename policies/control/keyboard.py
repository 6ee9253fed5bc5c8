"""A person plays with the keyboard of a terminal and sees there what the robot's cameras see."""

from __future__ import annotations

import time

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.core.protocols import EndEpisode
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation
from policies.control import _arm_keys, _car_keys
from policies.control._arm_keys import ArmKeys
from policies.control._car_keys import CarKeys
from policies.control._keys import KeyReader
from policies.control._pace import Pace
from policies.control._screen import Screen
from policies.control._terminal import Terminal, controlling_terminal

# Esc is a key of its own if nothing follows it for as long.
ESC_S = 0.05
# A key that is still held from the last episode must not begin the next one.
QUIET_S = 0.3
HELP = "Enter keep   Backspace discard, again   Q stop"


class Keyboard:
    """A person at a terminal; in real time, over ssh too, without a display.

    Args:
        terminal: Where the person sits; the controlling terminal by default.

    Raises:
        MachineError: If there is none.
    """

    needs_privileged = False

    def __init__(self, terminal: Terminal | None = None) -> None:
        self._terminal = terminal or controlling_terminal()
        self._screen = Screen(self._terminal)

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Show the next picture below, and wait for a key then.

        Raises:
            ConfigError: If the robots cannot be played, or nothing can be seen.
        """
        self._spec, self._seed = spec, seed
        self._keys, self._reader = _keys_for(spec), KeyReader()
        self._cameras = [name for name, sensor in spec.sensors.items() if sensor.kind == "rgb"]
        if not self._cameras:
            raise ConfigError(
                "a person cannot play what they do not see", expected="a sensor `rgb_camera`"
            )
        self._pace: Pace | None = None
        self._screen.begin()

    def infer(self, observation: Observation) -> ActionChunk:
        """What the keys ask for when the step is due.

        Raises:
            EndEpisode: If the person wants to keep the episode, to discard it, or to stop.
            MachineError: If the terminal is gone.
        """
        if self._pace is None:
            self._await_person(observation)
            self._pace = Pace(self._spec.control_hz, time.monotonic())
        self._show(observation, self._pace.status())
        self._listen(self._pace.due_s(observation.stamp_ns), observation)
        now_s = time.monotonic()
        self._pace.arrive(observation.stamp_ns, now_s)
        action = self._keys.action(observation, now_s)
        return ActionChunk(observation.stamp_ns, self._spec.control_hz, action[None])

    def close(self) -> None:
        """Give the terminal back as it was."""
        self._terminal.close()

    def _await_person(self, observation: Observation) -> None:
        """Wait until all keys were let go, and for one that says that the person is ready."""
        while self._terminal.read(QUIET_S):
            pass
        self._show(observation, "press a key to begin")
        while True:
            for key in self._reader.feed(self._terminal.read(ESC_S)):
                if key in ("q", "escape"):
                    raise EndEpisode("stop")
                self._keys.press(key, time.monotonic())
                return

    def _listen(self, until_s: float, observation: Observation) -> None:
        """Take keys until a moment comes, and at least those that wait already."""
        while True:
            left_s = until_s - time.monotonic()
            data = self._terminal.read(min(left_s, ESC_S))
            for key in self._reader.feed(data):
                self._take(key, observation)
            if left_s <= 0.0:
                return

    def _take(self, key: str, observation: Observation) -> None:
        if key in ("q", "escape"):
            raise EndEpisode("stop")
        # Before the first step there is nothing to keep or to discard.
        if key == "enter" and observation.stamp_ns > 0:
            raise EndEpisode("keep")
        if key == "backspace" and observation.stamp_ns > 0:
            raise EndEpisode("discard")
        self._keys.press(key, time.monotonic())

    def _show(self, observation: Observation, word: str) -> None:
        images = [np.asarray(observation.sensors[name], dtype=np.uint8) for name in self._cameras]
        status = f"{observation.stamp_ns / 1e9:5.1f} s   {self._keys.status(observation)}   {word}"
        told = f"seed {self._seed}: {observation.instruction}"
        self._screen.show(images, status, (told, self._keys.help, HELP))


def _keys_for(spec: EpisodeSpec) -> CarKeys | ArmKeys:
    """The keys that play the robots of an episode.

    Raises:
        ConfigError: If a robot takes actions that no keys are for.
    """
    robots = list(spec.robots.values())
    if len(robots) == 1 and robots[0].action_kind in _car_keys.KINDS:
        return CarKeys(spec)
    for robot in robots:
        if robot.action_kind not in _arm_keys.KINDS:
            raise ConfigError(
                "keyboard plays one car, or arms by their tools",
                where=f"robots.{robot.name}.action",
                got=robot.action_kind,
                expected=" or ".join((*_car_keys.KINDS, *_arm_keys.KINDS)),
            )
    return ArmKeys(spec)
