"""Which rollouts are worth keeping, and why the others are not."""
