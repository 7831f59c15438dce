"""Tests of the packages library."""
