"""Tests of one module each, which open no socket."""
