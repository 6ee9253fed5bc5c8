"""Critics: who scores a rollout from 1 to 5 and says why; calibrated on planted faults."""
