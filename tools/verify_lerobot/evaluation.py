"""lerobot's own factory, rollout, training and evaluation on our worlds."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from lerobot.envs.factory import make_env
from lerobot.scripts.lerobot_eval import rollout
from report import Report

from physai_sim.datasets.lerobot.reader import LeRobotDataset as OurReader

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples" / "lerobot"
REPOSITORY, COMMIT = "physai/worlds", "0" * 40
TINY = {
    "type": "act",
    "device": "cpu",
    "push_to_hub": "false",
    "dim_model": 32,
    "n_heads": 2,
    "dim_feedforward": 64,
    "n_encoder_layers": 1,
    "n_vae_encoder_layers": 1,
    "latent_dim": 8,
    "pretrained_backbone_weights": "null",
    "chunk_size": 4,
    "n_action_steps": 4,
}


class Replay(torch.nn.Module):
    """Plays recorded actions again, one episode for each copy of the environment."""

    def __init__(self, actions: list[np.ndarray]) -> None:
        super().__init__()
        longest = max(len(values) for values in actions)
        rows = [np.pad(v, ((0, longest - len(v)), (0, 0)), mode="edge") for v in actions]
        self.actions, self.count = torch.from_numpy(np.stack(rows, axis=1)), 0

    def reset(self) -> None:
        """Begin anew."""
        self.count = 0

    def select_action(self, batch: dict[str, Any]) -> torch.Tensor:
        """The next actions, shape (N, A)."""
        assert batch["observation.state"].shape[0] == self.actions.shape[1]
        self.count += 1
        return self.actions[min(self.count, len(self.actions)) - 1]


def check_hub(report: Report, folder: Path, seeds: list[int], cache: Path) -> None:
    """Load `env.py` as lerobot loads it from a hub, and replay a dataset of `reach` there.

    The cache of the hub is filled beforehand, so that nothing is asked of the network.
    """
    snapshot = cache / f"models--{REPOSITORY.replace('/', '--')}" / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    (snapshot.parents[1] / "refs").mkdir()
    (snapshot.parents[1] / "refs" / "main").write_text(COMMIT)
    (snapshot / "env.py").write_text((EXAMPLE / "env.py").read_text())
    copies = len(seeds)
    made = make_env(REPOSITORY, n_envs=copies, hub_cache_dir=str(cache), trust_remote_code=True)
    ((world, tasks),) = made.items()
    told = f"lerobot.envs.factory.make_env({REPOSITORY!r}, n_envs={copies})"
    report.check(told, world == "reach" and tasks[0].num_envs == copies, type(tasks[0]).__name__)
    _replay(report, tasks[0], OurReader(folder), seeds)
    tasks[0].close()


def _replay(report: Report, env: Any, dataset: OurReader, seeds: list[int]) -> None:
    rows = [dataset.columns(episode) for episode in range(len(seeds))]
    same = [lambda given: given] * 4
    policy = Replay([r["action"] for r in rows])
    with contextlib.redirect_stderr(io.StringIO()):  # a bar of progress
        found = rollout(env, policy, *same, seeds=seeds, return_observations=True)
    wanted = [bool(r["next.success"].any()) for r in rows]
    successes = found["success"].any(dim=1).tolist()
    report.check(
        "rollout of recorded actions: success as recorded", successes == wanted, successes
    )
    observed = found["observation"]
    keys = {"observation.state", "observation.environment_state", *dataset.cameras}
    report.check("rollout: observations have a dataset's names", observed.keys() == keys)
    state = observed["observation.state"][:, 0].numpy()
    first = np.stack([r["observation.state"][0] for r in rows])
    report.check("rollout: first states are the recorded ones", np.array_equal(state, first))


def check_scripts(report: Report, folder: Path, out: Path) -> None:
    """Train a tiny policy on a dataset of `reach` and evaluate it, with lerobot's commands."""
    policy = [f"--policy.{key}={value}" for key, value in TINY.items()]
    train = ["--dataset.repo_id=physai/reach", f"--dataset.root={folder}", *policy, "--steps=3"]
    train += ["--batch_size=4", "--num_workers=0", "--log_freq=1", "--save_freq=3"]
    done = _script("lerobot_train", [*train, "--wandb.enable=false"], out / "train")
    report.check("lerobot-train: 3 steps of a tiny ACT policy", done.returncode == 0, _end(done))
    weights = out / "train/checkpoints/last/pretrained_model"
    told = ["--env.discover_packages_path=physai_lerobot", "--env.type=physai"]
    told += ["--env.task=reach", f"--policy.path={weights}", "--policy.device=cpu", "--seed=1"]
    copies = ["--eval.n_episodes=2", "--eval.batch_size=2", "--eval.use_async_envs=false"]
    done = _script("lerobot_eval", [*told, *copies], out / "eval")
    report.check("lerobot-eval --env.type=physai", done.returncode == 0, _end(done))
    found = json.loads((out / "eval/eval_info.json").read_text()) if not done.returncode else {}
    overall = found.get("overall", {})
    detail = {key: overall.get(key) for key in ("n_episodes", "pc_success", "avg_max_reward")}
    films = len(list((out / "eval").rglob("*.mp4")))
    report.check(
        "lerobot-eval: 2 episodes, 2 videos", (detail["n_episodes"], films) == (2, 2), detail
    )


def _script(name: str, words: list[str], out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(HERE / "script.py"), name, *words, f"--output_dir={out}"]
    paths = [str(EXAMPLE), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def _end(done: subprocess.CompletedProcess[str]) -> str:
    """Why a script failed: the last line that it said."""
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""
