"""What critics that speak say, and how they are asked: prompts, answers, places in pictures."""
