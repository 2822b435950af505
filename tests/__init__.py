"""The tests mirror the tree: one folder for each package."""
