"""What other programs read of metrics.json: requirements that hold or fail, JUnit, JSONL."""
