"""The words of the project as types: everything else builds on these, and they build on numpy alone."""
