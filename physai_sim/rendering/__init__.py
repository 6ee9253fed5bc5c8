"""Cameras and renderers: what a World looks like from somewhere."""
