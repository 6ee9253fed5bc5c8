"""A report of a clip whose masks are given, so that nothing has to be tracked."""

import pytest

from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.document import document
from physai_sim.generation.physics.measures.control_fidelity import ControlFidelity
from physai_sim.generation.physics.measures.drift import Drift
from physai_sim.generation.physics.measures.intended_change import IntendedChange
from physai_sim.generation.physics.measures.state_error import StateError
from physai_sim.generation.physics.report import report


@pytest.fixture(scope="session")
def push_report(push_truth):
    masks = {name: push_truth.mask(name) for name in ("cube", "spot", "arm")}
    clip = Clip("videos/<b>.mp4", push_truth.hz, push_truth.rgb // 2, masks=masks)
    measures = (StateError(), ControlFidelity(), Drift(), IntendedChange())
    return report(clip, push_truth, measures=measures)


@pytest.fixture(scope="session")
def push_document(push_report):
    wanted = {"text": "drift<=0.01", "value": 0.0, "ok": True, "reason": ""}
    return {
        **document(push_report),
        "counterfactual": None,
        "diversity": None,
        "requirements": [wanted],
    }
