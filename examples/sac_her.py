"""Learn to reach, or to keep a lane, by SAC with hindsight experience replay.

    python examples/sac_her.py --world reach --minutes 5 --out out/sac_her
    physai run reach --policy trained:out/sac_her/policy.npz --out out/sac_her_run

What is learned from, and with which settings, is in `physai_sim/training/`: `goal_env.py` says
what a goal is, `learners.py` puts it together with Stable-Baselines3.
"""

from __future__ import annotations

import typer

from physai_sim.cli import training_options as options
from physai_sim.cli.main import main
from physai_sim.cli.options import chosen_mode
from physai_sim.core.config import load_world
from physai_sim.training.training_run import TrainingRun, require_learners

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def sac_her(
    *,
    out: options.Out,
    world: options.World = "reach",
    minutes: options.Minutes = 10.0,
    steps: options.Steps = None,
    checkpoint_every: options.Every = 60.0,
    episodes: options.Episodes = 50,
    seed: options.Seed = 0,
    overwrite: options.Overwrite = False,
    resume: options.Resume = False,
) -> None:
    """Learn by soft actor-critic, told its goal, with hindsight experience replay."""
    require_learners()
    from physai_sim.training import learners
    from physai_sim.training.export import network_of
    from physai_sim.training.loop import Budget, Checkpoints, learn

    mode = chosen_mode(overwrite=overwrite, resume=resume)
    run = TrainingRun("SAC + HER", load_world(world), seed, out, episodes=episodes, mode=mode)
    with run.recorded():
        learner = learners.sac_her(run.config, seed=seed)
        budget = Budget(minutes=minutes, steps=steps)
        kept = Checkpoints(run.checkpoint, every_s=checkpoint_every, on_progress=options.tell)
        history = learn(learner, budget, kept)
        network_of(learner, made_by=run.title).save(run.policy)
        learners.close(learner)
        line = run.judged(history)
    typer.echo(line)


if __name__ == "__main__":
    main(app)
