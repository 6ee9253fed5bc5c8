"""Rollouts of the engine: one pass of physics, seen by one take or by many."""
