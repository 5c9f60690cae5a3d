"""Arithmetic on evidence: intervals from counts, and shares as whole people."""
