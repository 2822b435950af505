"""Tests of the `advisor` command."""
