"""The command `physai`, one file per subcommand."""
