"""Training that is no model's own: environments as learners want them, curves, resume."""
