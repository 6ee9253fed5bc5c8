"""How a clip was compressed, and the true film sent through the same: what it costs a tracker."""
