"""Figures of merit, measured; one file each. Speed is a ratio within one run."""
