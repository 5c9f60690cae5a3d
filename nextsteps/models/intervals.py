"""Intervals worked out from counts. SciPy does the statistics: its binomial test is maintained and checked."""

from __future__ import annotations

from scipy.stats import binomtest


def clopper_pearson(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact binomial interval, as shares from 0 to 1, for `count` people of `of`.

    Raises ValueError unless 0 <= count <= of and of > 0.
    Source: Clopper CJ, Pearson ES. Biometrika 1934;26:404-413, as in `scipy.stats.binomtest`.
    """
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} of {of} are not counts of people; give 0 <= count <= of and of > 0")
    found = binomtest(count, of).proportion_ci(confidence_level=confidence, method="exact")
    return float(found.low), float(found.high)
