"""The server under load, beside bare Sanic. Run: make load."""
