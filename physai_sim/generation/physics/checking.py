"""`physai physics`: reads a video and its truth, and writes how one holds against the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from physai_sim.core.output import prepare_folder, require_usable, write_json
from physai_sim.evaluation.run_record import RunRecord
from physai_sim.generation.physics.check_request import CheckRequest
from physai_sim.generation.physics.counterfactual import counterfactual
from physai_sim.generation.physics.diversity import diversity
from physai_sim.generation.physics.document import document, plain
from physai_sim.generation.physics.material import Material, read_material
from physai_sim.generation.physics.page.page import write_page
from physai_sim.generation.physics.report import Report, report
from physai_sim.generation.physics.requirements import checked

JSON_FILE, PAGE_FILE = "physics.json", "physics.html"


def check(request: CheckRequest) -> dict[str, Any]:
    """Check a video.

    Returns:
        The content of physics.json.

    Raises:
        PhysAIError: If video and truth cannot be read, or do not belong together.
    """
    if request.out is None:
        return _checked(request, read_material(request))[0]
    require_usable(request.out, request.mode, inputs=request.inputs())
    material = read_material(request)
    prepare_folder(request.out, request.mode, inputs=request.inputs())
    with RunRecord(request.out, {"command": "physics", "config": request.facts()}):
        found, one = _checked(request, material)
        write_json(request.out / JSON_FILE, found)
        write_page(request.out / PAGE_FILE, found, one)
    return found


def _checked(request: CheckRequest, material: Material) -> tuple[dict[str, Any], Report]:
    one = report(material.clip, material.truth)
    more = {
        "counterfactual": _counterfactual(material, one),
        "diversity": _diversity(material, one),
    }
    found = {**document(one), **more}
    verdicts = checked(request.required, found)
    return {**found, "requirements": [plain(asdict(verdict)) for verdict in verdicts]}, one


def _counterfactual(material: Material, one: Report) -> Mapping[str, Any] | None:
    """Whether the difference to the other video goes where physics sends it."""
    if material.other is None:
        return None
    other = report(*material.other, measures=())
    score = counterfactual(one.sight, one.truth, other.sight, other.truth)
    result: Mapping[str, Any] = plain(asdict(score))
    return result


def _diversity(material: Material, one: Report) -> Mapping[str, Any] | None:
    """How much the variants of the episode differ in looks."""
    if not material.variants:
        return None
    films = {one.clip.name: one.clip.frames, **material.variants}
    score = diversity(films, distances=material.distances)
    result: Mapping[str, Any] = plain(asdict(score))
    return result
