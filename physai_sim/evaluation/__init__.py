"""Runs, bags and what they are worth: episodes, metrics, report."""
