"""Tests of the v1 dialect."""
