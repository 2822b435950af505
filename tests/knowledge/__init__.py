"""Tests of what the advisor knows, and of finding it."""
