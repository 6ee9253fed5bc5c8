"""A training as a folder: run.json, checkpoint, policy, figures, picture."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import MachineError, OutputError
from physai_sim.core.output import MARK, Mode, prepare_folder, write_json
from physai_sim.evaluation.measures.statistics import Share
from physai_sim.evaluation.run_record import RunRecord
from physai_sim.training.curve import Ending, draw_curve
from physai_sim.training.evaluate import FIRST_FRESH_SEED, success_share
from physai_sim.training.history import COLUMNS, History

# What must not change between the parts of one training.
_SAME = ("algorithm", "world", "config_hash", "seed")


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """What is trained, and where it goes.

    Args:
        algorithm: Its name.
        config: The world.
        seed: Of everything that training draws.
        out: Folder for everything.
        episodes: Fresh ones that the trained policy is judged by.
        mode: What to do if the folder is not empty.
    """

    algorithm: str
    config: WorldConfig
    seed: int
    out: Path
    episodes: int = 50
    mode: Mode = "new"

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        return f"{self.algorithm} on {self.config.name}, seed {self.seed}"

    @property
    def checkpoint(self) -> Path:
        """State of the learner."""
        return self.out / "checkpoint.npz"

    @property
    def policy(self) -> Path:
        """The trained network; `--policy trained:FILE` plays it."""
        return self.out / "policy.npz"

    @contextmanager
    def recorded(self) -> Iterator[None]:
        """The folder with its run.json, for as long as the training goes on.

        Raises:
            OutputError: If the folder must not be used, or holds another training.
        """
        prepare_folder(self.out, self.mode)
        self._refuse_another()
        with RunRecord(self.out, self._facts()):
            yield

    def judged(self, history: History) -> str:
        """Play the saved policy on fresh seeds, write training.json and curve.png.

        Returns:
            What came of it, in one line.

        Raises:
            PhysAIError: If something cannot be written.
        """
        ending = Ending(
            trained=success_share(self.config, f"trained:{self.policy}", episodes=self.episodes),
            by_chance=success_share(self.config, "random", episodes=self.episodes),
        )
        write_json(self.out / "training.json", self._figures(history, ending))
        draw_curve(self.out / "curve.png", history, ending, title=self.title)
        return (
            f"{self.config.name}: success {_shown(ending.trained)} after {history.steps} control "
            f"steps in {history.seconds / 60:.1f} min; a random policy {_shown(ending.by_chance)}"
        )

    def _facts(self) -> dict[str, object]:
        return {
            "algorithm": self.algorithm,
            "world": self.config.name,
            "config": self.config.model_dump(mode="json"),
            "config_hash": self.config.hash(),
            "seed": self.seed,
            "fresh_seeds": [FIRST_FRESH_SEED + index for index in range(self.episodes)],
        }

    def _figures(self, history: History, ending: Ending) -> dict[str, object]:
        return {
            "schema": 1,
            "steps": history.steps,
            "seconds": round(history.seconds, 3),
            "success": _document(ending.trained),
            "success_of_random_policy": _document(ending.by_chance),
            "episodes": {name: history.column(name).round(4).tolist() for name in COLUMNS},
        }

    def _refuse_another(self) -> None:
        """A checkpoint goes on as it began, so the settings must be those it began with."""
        mark = self.out / MARK
        if self.mode != "resume" or not mark.is_file():
            return
        earlier, now = json.loads(mark.read_text(encoding="utf-8")), self._facts()
        for name in _SAME:
            if earlier.get(name) != now[name]:
                raise OutputError(
                    f"the training in this folder has another {name}, so it cannot be resumed",
                    where=str(self.out),
                    got=now[name],
                    expected=repr(earlier.get(name)),
                )


def require_learners() -> None:
    """Say in a line what is missing where the extra `rl` is not installed.

    Raises:
        MachineError: If it is not.
    """
    try:
        import stable_baselines3  # noqa: F401
    except ImportError as error:
        raise MachineError(
            f"learning needs the extra rl: {error}",
            expected="make setup-rl, or pip install 'physai_sim[rl]'",
        ) from None


def _shown(share: Share) -> str:
    value = "unknown" if share.value is None else f"{share.value:.2f}"
    return f"{value} (95 %: {share.low:.2f} to {share.high:.2f}, n = {share.n})"


def _document(share: Share) -> dict[str, object]:
    return {"value": share.value, "low": share.low, "high": share.high, "n": share.n}
