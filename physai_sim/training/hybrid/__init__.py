"""The planner's language model learns: data, packing, optimisers, resume, curve."""
