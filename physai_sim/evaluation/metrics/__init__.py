"""What an episode was worth; one file each."""
