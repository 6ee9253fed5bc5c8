"""What run.json says of a suite, and whether a suite may go on in the folder of another time."""

from __future__ import annotations

import json
from pathlib import Path

from physai_sim.core.errors import OutputError
from physai_sim.core.output import MARK
from physai_sim.evaluation.suites.config import Suite

_MIX = "--resume would mix the two"


def facts(suite: Suite) -> dict[str, object]:
    """What run.json says of it."""
    return {
        "suite": suite.name,
        "runs": {
            name: {
                "world": run.config.name,
                "policy": run.policy,
                "settings": list(run.settings),
                "config_hash": run.config.hash(),
                "seeds": list(run.seeds),
            }
            for name, run in suite.runs.items()
        },
    }


def refuse_another(suite: Suite, folder: Path) -> None:
    """Whole episodes are kept by --resume: they must be of the policies that it goes on with.

    What else was changed shows in the episodes themselves, which are played anew then.

    Args:
        suite: What is to go on.
        folder: Where.

    Raises:
        OutputError: If something else ran there.
    """
    mark = folder / MARK
    if not mark.is_file():
        return
    earlier = json.loads(mark.read_text(encoding="utf-8"))
    if earlier.get("suite") != suite.name:
        raise OutputError(
            f"what ran in this folder was another suite or none, {_MIX}",
            where=str(folder),
            got=suite.name,
            expected=repr(earlier.get("suite")),
        )
    for name, run in suite.runs.items():
        policy = earlier["runs"].get(name, {}).get("policy", run.policy)
        if policy != run.policy:
            raise OutputError(
                f"{name} was played by another policy in this folder, {_MIX}",
                where=str(folder),
                got=run.policy,
                expected=repr(policy),
            )
