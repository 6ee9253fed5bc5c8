"""Many rollouts: plans, workers, what is written, and going on after a kill."""
