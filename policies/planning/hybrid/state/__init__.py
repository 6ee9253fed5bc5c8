"""States of sequences between steps."""
