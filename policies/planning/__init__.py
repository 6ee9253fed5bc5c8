"""Who plans: an observation and a goal become a plan, slowly."""
