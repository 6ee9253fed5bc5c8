"""The planner's language model: Mamba-2, mixture of experts and attention, by a pattern."""
