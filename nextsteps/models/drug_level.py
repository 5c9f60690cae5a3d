"""How much of a once-a-day medicine is in the blood when doses are missed: one compartment, the doses added up.

Each dose is taken to reach the blood at once and to leave it at a steady rate, so that half is gone after every
half-life (Gibaldi M, Perrier D. Pharmacokinetics, 2nd ed., 1982, chapters 1 and 3). What the body makes of the medicine
(its active metabolite) forms at the rate at which the medicine leaves. Doses add up, and before the first day they
have all been taken, for so long that the level repeats from day to day.

Levels are percentages of the usual average, so that neither the dose nor the volume it spreads through is needed.
The level of the past day, not of the hour, is what we draw: the hour's own peak depends on how a tablet dissolves,
which half-lives do not tell, and the share that a missed dose leaves open hardly does.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Levels = NDArray[np.float64]

#: Hours from one dose to the next.
BETWEEN_H = 24
#: How many days are drawn.
DAYS = 14
#: Percent of the usual level above which we call a medicine back.
BACK = 90
#: The days without a dose in each pattern, counted from 1. All begin on day 2, so that the usual level is seen first
#: and the patterns can be compared; with day 1 a Friday, that is a Saturday.
PATTERNS: dict[str, frozenset[int]] = {
    "every-day": frozenset(),
    "one-missed": frozenset({2}),
    "two-missed": frozenset({2, 3}),
    "three-missed": frozenset({2, 3, 4}),
    "weekends-off": frozenset({2, 3, 9, 10}),
    "stopped": frozenset(range(2, DAYS + 1)),
}


@dataclass(frozen=True)
class Substance:
    """A medicine, or what the body makes of one: how many hours it takes to lose half of it.

    half_life_h      of the substance itself
    formed_from_h    the half-life of the medicine it forms from, or None for the medicine itself

    Raises ValueError where a half-life is not a positive number.
    """

    half_life_h: float
    formed_from_h: float | None = None

    def __post_init__(self) -> None:
        for hours in (self.half_life_h, self.formed_from_h):
            if hours is not None and not 0 < hours < float("inf"):
                raise ValueError(f"{hours} is no half-life; give a number of hours above 0.")

    @property
    def rate(self) -> float:
        """The share that leaves per hour, k = ln 2 / half-life."""
        return float(np.log(2) / self.half_life_h)

    def _terms(self) -> list[tuple[float, float]]:
        """The amount after one dose of 1 as a sum of c * exp(-r * t): the pairs (c, r)."""
        k = self.rate
        if self.formed_from_h is None:
            return [(1.0, k)]
        p = float(np.log(2) / self.formed_from_h)
        if abs(p - k) < 1e-6 * k:
            p = k * (1 + 1e-6)  # the two terms of equal rates would divide by zero; their limit is a millionth away
        c = p / (p - k)
        return [(c, k), (-c, p)]


def single_dose(hours: ArrayLike, substance: Substance) -> Levels:
    """The amount in the blood, as a share of one dose, `hours` after it; 0 before. The shape is that of `hours`.

    Medicine: exp(-k t). Metabolite (Bateman): p / (p - k) * (exp(-k t) - exp(-p t)), p the rate of the medicine.
    """
    t = np.asarray(hours, dtype=float)
    after = np.maximum(t, 0)
    amount: Levels = sum((c * np.exp(-r * after) for c, r in substance._terms()), np.zeros_like(t))
    return np.where(t < 0, 0.0, amount)


def level(hours: ArrayLike, missed: Collection[int], substance: Substance) -> Levels:
    """The level at each of `hours` (0 is the dose of day 1), as percent of the usual average. The shape is theirs.

    `missed` are the days without a dose, counted from 1. After endless doses the sum of what is left of each is a
    geometric series, c * exp(-r s) / (1 - exp(-r T)), with s the hours since the last of them and T those between two;
    its average over T is 1 / (k T). What the missed doses would have added is taken away.
    """
    t = np.asarray(hours, dtype=float)
    since = np.mod(t, BETWEEN_H)
    usual: Levels = sum(
        (c * np.exp(-r * since) / -np.expm1(-r * BETWEEN_H) for c, r in substance._terms()), np.zeros_like(t)
    )
    open_: Levels = sum((single_dose(t - _hour(day), substance) for day in missed), np.zeros_like(t))
    return np.maximum(100 * substance.rate * BETWEEN_H * (usual - open_), 0)


def past_day(hours: ArrayLike, missed: Collection[int], substance: Substance) -> Levels:
    """The average of `level` over the 24 hours that end at each of `hours`, as percent of the usual average.

    Of all that a dose does over time, the share 1 - sum(c * k / r * exp(-r t)) is past t hours after it (the integral
    of `single_dose`, as a share of its whole). A missed dose takes from the day what would have been its part of it.
    """
    t = np.asarray(hours, dtype=float)
    taken_away: Levels = sum(
        (_past(t - _hour(day), substance) - _past(t - _hour(day + 1), substance) for day in missed), np.zeros_like(t)
    )
    return np.maximum(100 * (1 - taken_away), 0)


def _hour(day: int) -> int:
    return BETWEEN_H * (day - 1)


def _past(t: Levels, substance: Substance) -> Levels:
    after = np.maximum(t, 0)
    left: Levels = sum((c * substance.rate / r * np.exp(-r * after) for c, r in substance._terms()), np.zeros_like(t))
    return 1 - left


@dataclass(frozen=True)
class Course:
    """What 14 days look like: `percent`, the level of the past day at each whole hour from 0 to 336.

    lowest      the lowest percent reached, and `lowest_day` the day, from 1, by which it is reached to half a percent:
                a curve that flattens out reaches its very lowest point long after anybody could tell
    back_day    the day on which it comes back above 90 percent and then stays there; None if it does not within
                14 days, or never was below
    in_between  whether it comes back above 90 percent, but not to stay
    """

    percent: Levels
    lowest: float
    lowest_day: int
    back_day: int | None
    in_between: bool

    @property
    def always_above(self) -> bool:
        """Whether it never falls below 90 percent of the usual level."""
        return self.lowest >= BACK


def course(missed: Collection[int], substance: Substance) -> Course:
    """The 14 days with these days missed. Raises ValueError for a day that is not one of them."""
    outside = sorted(day for day in missed if not 1 <= day <= DAYS)
    if outside:
        raise ValueError(f"Day {outside[0]} is not one of the {DAYS} days; count them from 1.")
    percent = past_day(np.arange(BETWEEN_H * DAYS + 1), missed, substance)
    lowest = float(percent.min())
    below = np.flatnonzero(percent < BACK)
    back = int(below[-1]) + 1 if below.size else 0
    return Course(
        percent=percent,
        lowest=lowest,
        lowest_day=_day(int(np.flatnonzero(percent <= lowest + 0.5)[0])),
        back_day=_day(back) if 0 < back < percent.size else None,
        in_between=bool((np.diff(below) > 1).any()),
    )


def _day(hour: int) -> int:
    """The day, from 1, that is over or under way at this hour: hour 24 ends day 1."""
    return max(1, -(-hour // BETWEEN_H))
