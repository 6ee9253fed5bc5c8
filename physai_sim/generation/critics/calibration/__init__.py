"""What a critic is worth: its scores for films whose faults are known, as figures."""
