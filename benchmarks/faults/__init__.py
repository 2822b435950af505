"""Faults, tried for real: a server of its own, a Slack that records, and a driver that counts."""
