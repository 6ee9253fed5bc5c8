"""From a recording, ours or anybody's, to episodes that metrics can score."""
