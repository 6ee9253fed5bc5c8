"""Episodes that rollouts start from: recorded in bags and datasets, or played in a world."""
