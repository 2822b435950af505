"""How good and how fast it is, measured: each module prints its figures beside the goals."""
