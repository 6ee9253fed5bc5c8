"""Suites: worlds, seeds, policies and thresholds that one file pins, run by N processes."""
