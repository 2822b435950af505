"""Tests of the conversation and what surrounds it."""
