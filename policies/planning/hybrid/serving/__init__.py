"""A hybrid model behind OpenAI's HTTP."""
