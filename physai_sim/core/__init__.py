"""The words of the project as types: everything else builds on these."""
