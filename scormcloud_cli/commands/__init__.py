"""A file a command group."""
