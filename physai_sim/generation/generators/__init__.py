"""Generators of rollouts, one file each."""
