"""How what is kept is written for training."""
