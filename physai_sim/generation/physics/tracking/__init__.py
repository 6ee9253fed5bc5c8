"""Bodies followed through a clip, from where they are in its first frame."""
