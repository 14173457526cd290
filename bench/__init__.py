"""The figures of the design, taken in one run: counts, and times only as ratios of each other."""
