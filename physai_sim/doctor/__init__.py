"""Tries out whether this machine and this installation do what the package needs."""
