"""Physics: the only importer of PyBullet; offers the others what they need of it."""
