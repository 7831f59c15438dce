"""Tests of the commands, as far as they need no service."""
