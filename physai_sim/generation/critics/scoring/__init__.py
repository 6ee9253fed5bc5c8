"""How findings become a score from 1 to 5, and scores become a choice among candidates."""
