"""The web side, over real HTTP."""
