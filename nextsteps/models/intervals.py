"""Intervals worked out from counts. SciPy does the statistics: its binomial test is maintained and checked."""

from __future__ import annotations

from math import hypot
from numbers import Integral

from scipy.stats import binomtest


def clopper_pearson(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact binomial interval, as shares from 0 to 1, for `count` people of `of`.

    It covers the true share at least as often as `confidence` says, whatever that share is. This is the interval we
    show where a source printed none.

    Raises ValueError unless 0 <= count <= of, of > 0 and 0 < confidence < 1.
    Source: Clopper CJ, Pearson ES. Biometrika 1934;26:404-413, as in `scipy.stats.binomtest`.
    """
    return _proportion(count, of, confidence, "exact")


def wilson(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval without continuity correction, as shares from 0 to 1, for `count` people of `of`.

    It covers the true share about as often as `confidence` says, on average, and is narrower than the exact one.

    Raises ValueError unless 0 <= count <= of, of > 0 and 0 < confidence < 1.
    Source: Wilson EB. J Am Stat Assoc 1927;22:209-212, as in `scipy.stats.binomtest`.
    """
    return _proportion(count, of, confidence, "wilson")


def newcombe(
    count: int, of: int, compared_count: int, compared_of: int, confidence: float = 0.95
) -> tuple[float, float]:
    """The interval of a difference between two independent shares, count/of less compared_count/compared_of, -1 to 1.

    With p and q the two shares and l to u the Wilson interval of each, the difference d = p - q has the interval
    d - sqrt((p - l_p)^2 + (u_q - q)^2) to d + sqrt((u_p - p)^2 + (q - l_q)^2).

    Raises ValueError where either pair is not counts of people, or unless 0 < confidence < 1.
    Source: Newcombe RG. Stat Med 1998;17:873-890, method 10 (hybrid score, no continuity correction).
    """
    low, high = wilson(count, of, confidence)
    compared_low, compared_high = wilson(compared_count, compared_of, confidence)
    share, compared = count / of, compared_count / compared_of
    difference = share - compared
    return (
        difference - hypot(share - low, compared_high - compared),
        difference + hypot(high - share, compared - compared_low),
    )


def _proportion(count: int, of: int, confidence: float, method: str) -> tuple[float, float]:
    whole = isinstance(count, Integral) and isinstance(of, Integral)
    if not whole or not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} of {of} are not counts of people; give whole numbers, 0 <= count <= of and of > 0")
    if not 0 < confidence < 1:
        raise ValueError(f"{confidence} is not a confidence level; give a share between 0 and 1, such as 0.95")
    found = binomtest(count, of).proportion_ci(confidence_level=confidence, method=method)
    return float(found.low), float(found.high)
