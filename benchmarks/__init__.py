"""Speed, measured: each module prints its figures beside the goals, as ratios where it can."""
