"""physics.json: what the report of a clip says, as plain data; equal reports give equal bytes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from physai_sim.generation.physics.measures.base import Finding, Word
from physai_sim.generation.physics.report import Report
from physai_sim.generation.physics.truth import Truth

SCHEMA = 1
# Digits that are kept: more than any measure can tell, fewer than what differs from one build of
# NumPy to the next.
_DIGITS, _LEAST = 6, 1e-12


def document(report: Report) -> dict[str, Any]:
    """A report as JSON has it.

    Args:
        report: The report.
    """
    clip = report.clip
    doubts = {name: track.doubt for name, track in report.sight.tracks.items() if track.doubt}
    camera = report.sight.camera
    if camera is not None and camera.doubt:
        doubts["camera"] = camera.doubt
    return {
        "schema": SCHEMA,
        "video": clip.name,
        "frames": len(clip.frames),
        "hz": clip.hz,
        "size_px": [int(clip.frames.shape[2]), int(clip.frames.shape[1])],
        "seen_by": report.sight.how,
        "bodies": sorted(report.sight.tracks),
        "doubts": dict(sorted(doubts.items())),
        "floor_codec": _floor_codec(report),
        "floor_looks": _floor_looks(report),
        "truth": _told(report.truth),
        "expansion": None if clip.expansion is None else _expansion(report),
        "verdict": report.verdict,
        "sentence": sentence(report),
        "measures": {finding.name: _row(finding) for finding in report.findings},
    }


def sentence(report: Report) -> str:
    """The whole verdict in words."""
    words = [finding.verdict for finding in report.findings]
    counts = {word: words.count(word) for word in ("pass", "fail", "unknown")}
    told = f"{counts['pass']} passed, {counts['fail']} failed, {counts['unknown']} unknown"
    heads: dict[Word, str] = {
        "pass": "Nothing in this clip contradicts the engine",
        "fail": "This clip contradicts the engine",
        "unknown": "Too little of this clip could be told",
    }
    return f"{heads[report.verdict]}: of {len(words)} measures, {told}."


def plain(value: Any) -> Any:
    """Data that JSON has: numbers with few digits, and null for what is not finite."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(one) for one in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return _short(float(value)) if math.isfinite(value) else None
    return value if value is None or isinstance(value, str) else str(value)


def _short(value: float) -> float:
    """Few digits; what only rounding left of nothing is 0."""
    return 0.0 if abs(value) < _LEAST else float(f"{value:.{_DIGITS}g}")


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "number": finding.number,
        "question": finding.question,
        "unit": finding.unit,
        "better": finding.better,
        "value": plain(finding.value),
        "floor": plain(finding.floor),
        "floor_masks": plain(finding.floor_masks),
        "limit": plain(finding.limit),
        "verdict": finding.verdict,
        "reason": finding.reason,
        "parts": plain(finding.parts),
        "floor_parts": plain(finding.floor_parts),
    }


def _floor_codec(report: Report) -> dict[str, Any] | None:
    """What the true film went through before it was scored; None where the clip lost nothing."""
    coding = report.clip.coding
    if coding is None:
        return None
    film = report.floors.film(coding)
    clip = coding.quantiser if film.matched == "quantiser" else coding.bits_per_pixel
    return {
        "codec": film.codec,
        "pixel_format": film.pixel_format,
        "matched": film.matched,
        "clip": plain(clip),
        "reached": plain(film.reached),
        "psnr_db": plain(film.psnr_db),
        "note": film.note,
    }


def _floor_looks(report: Report) -> dict[str, Any] | None:
    """How the true film was painted anew before it was scored; None where it was not."""
    looks, truth = report.standard.looks, report.truth
    if looks is None:
        return None
    names, seen = ("background", *truth.names), np.unique(truth.labels[0])
    return {
        "gains_rgb": {names[label]: plain(looks.gains[label]) for label in seen},
        "flicker_rms": plain(looks.flicker_rms),
    }


def _told(truth: Truth) -> dict[str, Any]:
    source = truth.source
    return {
        "source": source.name,
        "world": source.config.name,
        "seed": source.seed,
        "config_hash": source.config.hash(),
        "is_exact": source.exact,
        "camera": truth.view.camera,
    }


def _expansion(report: Report) -> dict[str, Any]:
    expansion = report.clip.expansion
    assert expansion is not None, "asked for only where there is one"
    return {
        "kind": expansion.kind,
        "name": expansion.name,
        "settings": list(expansion.settings),
        "actions": expansion.actions,
    }
