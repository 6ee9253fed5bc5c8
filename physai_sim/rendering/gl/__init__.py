"""The parts of the raster renderer that speak to OpenGL, or prepare what it draws."""
