"""The web side, as seen in a real browser."""
