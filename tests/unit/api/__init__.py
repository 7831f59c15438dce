"""Tests of the API core."""
