"""physics.html: what a person reads of a clip that was held against the engine."""
