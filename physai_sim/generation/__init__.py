"""Synthetic rollouts: episodes expanded with truth, and videos checked against the engine."""
