"""Road networks as data: lanes, junctions, routes, lane queries, and what draws them."""
