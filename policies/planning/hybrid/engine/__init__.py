"""Requests side by side over one model."""
