"""Other users of the road: they stand, drive and walk in a world, and no policy commands them."""
