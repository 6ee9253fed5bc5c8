"""Where programs look for what cv_bridge has in C++."""
