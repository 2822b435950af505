"""That the benchmarks run and tell the truth about themselves; how fast is never tested."""
