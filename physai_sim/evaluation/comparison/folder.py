"""All files that a comparison is given as."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from physai_sim.core.output import Mode, prepare_folder, write_json
from physai_sim.evaluation.comparison.page import write_page
from physai_sim.evaluation.run_record import RunRecord


def write_comparison(folder: Path, comparison: Mapping[str, Any], *, mode: Mode) -> None:
    """Write comparison.json, comparison.html and run.json.

    Args:
        folder: Where; it is created.
        comparison: The content of comparison.json.
        mode: What to do if the folder is not empty.

    Raises:
        OutputError: If the folder must not be used.
        MachineError: If the files cannot be written.
    """
    sides = {side: comparison[side]["path"] for side in ("a", "b")}
    prepare_folder(folder, mode, inputs=[Path(side) for side in sides.values()])
    with RunRecord(folder, sides):
        write_json(folder / "comparison.json", comparison)
        write_page(folder / "comparison.html", comparison)
