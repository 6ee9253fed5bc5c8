"""Models that robots load: one folder each, made by the generator beside them."""
