"""Planted faults: films with one known wrong thing each, to try measures and critics on."""
