"""A suite of short episodes, and how it is written to a file."""

import pytest

from physai_sim.core.yaml_source import parse_yaml
from physai_sim.evaluation.suites.config import suite_from

SHORT = "[time_limit_s=0.6, view.width_px=64, view.height_px=48]"


@pytest.fixture(scope="session")
def suite_of():
    """`suite_of(text)`: the suite of a text, as if it stood in a file s.yaml."""

    def make(text):
        return suite_from(parse_yaml(text, name="s.yaml"), name="s")

    return make


@pytest.fixture(scope="session")
def short_text(policy_file):
    """`short_text("Dice")`: the text of a suite of two runs with three and two short episodes."""

    def make(policy="Dice", *, file=None, settings=SHORT):
        played = f"policy: '{file or policy_file}:{policy}', settings: {settings}"
        return (
            "description: Made for a test.\n"
            "runs:\n"
            f"  arm: {{world: reach, seeds: [4, 1, 9], {played}, require: ['path_length<=0.1']}}\n"
            f"  car: {{world: lane_curve, seeds: {{first: 3, count: 2}}, {played}}}\n"
            "require: ['success_rate<=0']\n"
        )

    return make


@pytest.fixture(scope="session")
def short_suite(suite_of, short_text):
    return suite_of(short_text())
