"""The fast twins of what is in `layers`, and which of the two is used."""
