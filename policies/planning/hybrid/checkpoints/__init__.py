"""Weights from the folders that transformers writes."""
