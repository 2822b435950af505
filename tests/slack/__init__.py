"""Slack, against a fake of its Web API."""
