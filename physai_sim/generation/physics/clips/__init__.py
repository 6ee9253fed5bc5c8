"""Clips as they lie on the disk: videos, folders of pictures, datasets, bags, and masks."""
