"""The parts of the `advisor` command that are more than one call."""
