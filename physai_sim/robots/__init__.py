"""Bodies that we command; one file each."""
