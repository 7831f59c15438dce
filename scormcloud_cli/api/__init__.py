"""The API core: usable from Python, without the command line."""
