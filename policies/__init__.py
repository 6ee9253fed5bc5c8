"""Who decides: control (fast) and planning (slow). Of ours it imports `physai_sim.core` alone."""
