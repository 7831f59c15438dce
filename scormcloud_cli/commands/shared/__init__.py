"""Options, types and small commands that several groups of commands share."""
