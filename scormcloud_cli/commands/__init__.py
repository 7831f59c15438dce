"""Commands: the folders and files mirror the command line."""
