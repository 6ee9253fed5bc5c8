"""How a camera moved, from pictures of a scene whose shape is known."""
