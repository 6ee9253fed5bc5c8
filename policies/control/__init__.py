"""Observation -> ActionChunk, fast; one file each."""
