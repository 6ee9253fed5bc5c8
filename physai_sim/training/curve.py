"""The learning curve of a training, as a picture."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from physai_sim.core.geometry import Array
from physai_sim.core.output import write_bytes
from physai_sim.evaluation.measures.statistics import Share
from physai_sim.evaluation.reporting.plot_style import (
    BLUE,
    GREEN,
    INK,
    MUTED,
    few_ticks,
    house_style,
    new_figure,
)
from physai_sim.training.history import WINDOW, History, running_mean

WIDTH, HEIGHT, DPI = 780.0, 300.0, 144
_LEFT, _RIGHT, _BOTTOM, _TOP, _GAP = 0.06, 0.985, 0.155, 0.77, 0.14


@dataclass(frozen=True, slots=True)
class Ending:
    """What a training came to.

    Args:
        trained: Share of fresh episodes in which the trained policy succeeds.
        by_chance: The same of a policy that draws its actions.
    """

    trained: Share
    by_chance: Share


def draw_curve(path: Path, history: History, ending: Ending, *, title: str) -> None:
    """Draw success and reward over control steps.

    Args:
        path: PNG file to write.
        history: What happened.
        ending: What it came to.
        title: Algorithm and world.

    Raises:
        MachineError: If the file cannot be written.
    """
    with house_style("curve"):
        figure = new_figure(WIDTH, HEIGHT)
        figure.subplots_adjust(_LEFT, _BOTTOM, _RIGHT, _TOP, wspace=_GAP)
        left, right = figure.subplots(1, 2)
        _draw_success(left, history, ending)
        _draw_reward(right, history)
        figure.text(_LEFT, 0.93, title, color=INK, fontsize=14, fontweight="bold")
        figure.text(_RIGHT, 0.93, _effort(history), color=MUTED, ha="right")
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=DPI, facecolor="white")
    write_bytes(path, buffer.getvalue())


def _effort(history: History) -> str:
    episodes, minutes = len(history.rows), history.seconds / 60
    return f"{history.steps} control steps, {episodes} episodes, {minutes:.1f} min"


def _draw_success(axes: Axes, history: History, ending: Ending) -> None:
    steps = _axis(axes, history, f"success, newest {WINDOW} episodes of training")
    axes.plot(steps, running_mean(history.column("success")), color=BLUE)
    trained, by_chance = ending.trained, ending.by_chance
    if by_chance.value is not None:
        axes.axhline(by_chance.value, color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)))
        axes.annotate(
            "random policy",
            (0.97, by_chance.value),
            xycoords=("axes fraction", "data"),
            xytext=(0, 4),
            textcoords="offset points",
            ha="right",
            color=MUTED,
        )
    if trained.value is not None:
        ends = [[trained.value - trained.low], [trained.high - trained.value]]
        axes.errorbar(
            history.steps, trained.value, ends, fmt="o", color=GREEN, capsize=3, clip_on=False
        )
        axes.annotate(
            f"{trained.value:.2f} on {trained.n} fresh seeds",
            (history.steps, trained.value),
            xytext=(-10, -16 if trained.value > 0.5 else 16),
            textcoords="offset points",
            ha="right",
            color=GREEN,
        )
    axes.set_ylim(-0.02, 1.02)


def _draw_reward(axes: Axes, history: History) -> None:
    steps = _axis(axes, history, "reward of the task, mean of an episode")
    rewards = history.column("reward")
    # Thousands of episodes make a cloud, a few make dots.
    alpha = min(0.5, max(0.1, 100.0 / max(len(rewards), 1)))
    axes.plot(steps, rewards, ".", color=BLUE, alpha=alpha, markersize=4, markeredgewidth=0)
    axes.plot(steps, running_mean(rewards), color=BLUE)
    axes.set_ylim(-0.02, 1.02)


def _axis(axes: Axes, history: History, title: str) -> Array:
    """Set up the axes of control steps; gives the steps at which episodes ended, shape (E,)."""
    axes.set_xlim(0.0, max(history.steps, 1) * 1.03)
    few_ticks(axes, across=6, up=5)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x / 1000:g}"))
    axes.set_xlabel("control steps [thousand]", labelpad=2.0)
    axes.set_title(title, loc="left", color=MUTED, fontsize=12.5)
    return np.asarray(history.column("steps"))
