"""The PHQ-9 by its own rules: nine answers make a total, a total reaches a printed band, two totals have a change.

Nothing here forecasts anything, and nothing matches a total to a treatment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nextsteps.evidence import Claim, EvidenceError

ITEMS = 9
#: What one answer can count, from "Not at all" to "Nearly every day".
POINTS = (0, 1, 2, 3)
HIGHEST = ITEMS * POINTS[-1]
#: What can be said of two totals: the smaller changes are those below what counts as real for one person.
CHANGES = ("same", "little-lower", "lower", "half", "little-higher", "higher")


def total(answers: Sequence[int | None]) -> int | None:
    """The sum of nine answers of 0 to 3 points, or None as long as one is missing: the form is counted whole.

    Raises ValueError, a sentence, for another number of answers, or for an answer that the form does not have.
    """
    if len(answers) != ITEMS:
        raise ValueError(f"The PHQ-9 has {ITEMS} answers and this is {len(answers)}; write None for a missing one.")
    for number, points in enumerate(answers, 1):
        if points is not None and points not in POINTS:
            raise ValueError(f"Answer {number} of the PHQ-9 cannot count {points!r}; use 0, 1, 2, 3, or None.")
    given = [points for points in answers if points is not None]
    return sum(given) if len(given) == ITEMS else None


def band_starts(claim: Claim) -> tuple[int, ...]:
    """The totals at which the printed bands begin, from the words of the claim that names them.

    Raises EvidenceError if they do not rise from the low to the high end that the claim measures.
    """
    starts = tuple(int(number) for number in re.findall(r"\b\d+\b", claim.statement))
    if claim.measured.range != (min(starts, default=0), max(starts, default=0)) or list(starts) != sorted(set(starts)):
        raise EvidenceError(
            f"{claim.file}, {claim.id}: the totals in the statement do not rise over the range given; mend one of them."
        )
    return starts


def band(points: int, starts: Sequence[int]) -> int:
    """How many of the bands a total of 0 to 27 has reached: 0 is below all of them."""
    return sum(points >= start for start in starts)


def change(now: int, earlier: int, least: float) -> str:
    """Which of CHANGES two totals make. `least` is the fewest points that count as real for one person.

    "half" needs both: at most half of the earlier total, and a change that counts as real.
    """
    if now == earlier:
        return "same"
    if now > earlier:
        return "higher" if now - earlier >= least else "little-higher"
    if earlier - now < least:
        return "little-lower"
    return "half" if now * 2 <= earlier else "lower"
