"""Learn to reach, or to keep a lane, by PPO from the state of the world.

    python examples/ppo.py --world reach --minutes 5 --out out/ppo
    physai run reach --policy trained:out/ppo/policy.npz --out out/ppo_run

What is learned from, and with which settings, is in `physai_sim/training/`: `flat_env.py` makes
the world one vector, `learners.py` puts it together with Stable-Baselines3.
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
def ppo(
    *,
    out: options.Out,
    world: options.World = "reach",
    minutes: options.Minutes = 10.0,
    steps: options.Steps = None,
    processes: options.Processes = 2,
    checkpoint_every: options.Every = 60.0,
    episodes: options.Episodes = 50,
    seed: options.Seed = 0,
    overwrite: options.Overwrite = False,
    resume: options.Resume = False,
) -> None:
    """Learn by proximal policy optimisation."""
    require_learners()
    from physai_sim.training import learners
    from physai_sim.training.export import network_of
    from physai_sim.training.loop import Budget, Checkpoints, learn

    mode = chosen_mode(overwrite=overwrite, resume=resume)
    run = TrainingRun("PPO", load_world(world), seed, out, episodes=episodes, mode=mode)
    with run.recorded():
        learner = learners.ppo(run.config, seed=seed, processes=processes)
        budget = Budget(minutes=minutes, steps=steps)
        kept = Checkpoints(run.checkpoint, every_s=checkpoint_every, on_progress=options.tell)
        history = learn(learner, budget, kept)
        network_of(learner, made_by=run.title).save(run.policy)
        learners.close(learner)
        line = run.judged(history)
    typer.echo(line)


if __name__ == "__main__":
    main(app)
