"""Named variants of an episode: light, weather, surface, physics, and which to try."""
