"""Measures of the physics report, one file each: a question, a number, its floor, a verdict."""
