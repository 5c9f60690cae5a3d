"""Arithmetic on evidence: intervals from counts, shares as whole people, the effect between two groups."""
