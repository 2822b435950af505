"""Tests of how the advisor decides."""
