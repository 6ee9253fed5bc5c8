"""The learning curve of a language model, as a picture."""

from __future__ import annotations

import io
from pathlib import Path

from physai_sim.core.output import write_bytes
from physai_sim.evaluation.reporting.plot_style import (
    BLUE,
    GREEN,
    INK,
    MUTED,
    few_ticks,
    house_style,
    new_figure,
)
from physai_sim.training.curve import DPI, HEIGHT, WIDTH
from physai_sim.training.hybrid.progress import Progress

_LEFT, _RIGHT, _BOTTOM, _TOP, _GAP = 0.06, 0.985, 0.155, 0.77, 0.14


def draw_curve(path: Path, progress: Progress, *, title: str, held_out: float) -> None:
    """Draw loss, and accuracy with what it came to, over steps.

    Args:
        path: PNG file to write.
        progress: What happened.
        title: What was learned.
        held_out: Accuracy on examples that were not learned from.

    Raises:
        MachineError: If the file cannot be written.
    """
    with house_style("hybrid-curve"):
        figure = new_figure(WIDTH, HEIGHT)
        figure.subplots_adjust(_LEFT, _BOTTOM, _RIGHT, _TOP, wspace=_GAP)
        left, right = figure.subplots(1, 2)
        steps = progress.column("step")
        for axes, name, label in (
            (left, "loss", "loss [nats per token]"),
            (right, "accuracy", "share of answers' tokens that are right"),
        ):
            axes.plot(steps, progress.column(name), color=BLUE)
            axes.set_xlim(0.0, max(progress.step, 1) * 1.03)
            axes.set_xlabel("steps", labelpad=2.0)
            axes.set_title(label, loc="left", color=MUTED, fontsize=12.5)
            axes.set_ylim(bottom=0.0)
            few_ticks(axes, across=6, up=5)
        right.set_ylim(-0.02, 1.04)
        right.plot([progress.step], [held_out], "o", color=GREEN, clip_on=False)
        right.annotate(
            f"{held_out:.3f} held out",
            (progress.step, held_out),
            xytext=(-10, -16 if held_out > 0.5 else 16),
            textcoords="offset points",
            ha="right",
            color=GREEN,
        )
        figure.text(_LEFT, 0.93, title, color=INK, fontsize=14, fontweight="bold")
        effort = f"{progress.step} steps, {progress.seconds / 60:.1f} min"
        figure.text(_RIGHT, 0.93, effort, color=MUTED, ha="right")
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=DPI, facecolor="white")
    write_bytes(path, buffer.getvalue())
