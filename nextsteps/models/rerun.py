"""A small study, run again and again in a pretend world with a known true share: how far chance alone moves it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

from nextsteps.evidence import Claim, Comparison, EvidenceError

#: Fixed, so that every run of a lesson draws the same repeats and a reviewer sees what a reader sees.
SEED = 20_261_124
REPEATS = 2_000
#: How many people each group has: as in the two five-day trials, and in a large one.
SIZES = (14, 24, 150)


@dataclass(frozen=True)
class Reruns:
    """What the repeats of a study of `of` people found, if each person had the chance `share` from 0 to 1.

    counts    for each number of people who got better (0 to `of`): how many repeats found that number
    middle    the range (low, high), in people, in which 95 of 100 repeats fall
    """

    share: float
    of: int
    counts: tuple[int, ...]

    @property
    def repeats(self) -> int:
        """How many times the study was repeated."""
        return sum(self.counts)

    @property
    def middle(self) -> tuple[int, int]:
        """The exact range in people with no more than 2.5 of 100 repeats below it and no more than 2.5 above it."""
        return exact_middle(self.share, self.of)

    def within(self) -> float:
        """The share of these repeats, from 0 to 1, that fell in `middle`."""
        low, high = self.middle
        return sum(self.counts[low : high + 1]) / self.repeats


def exact_middle(share: float, of: int) -> tuple[int, int]:
    """The range in people that holds at least 95 of 100 repeats, by the exact binomial distribution.

    Source: `scipy.stats.binom.ppf` at 0.025 and 0.975: outside on each side lie no more than 2.5 of 100.
    Raises ValueError unless 0 <= share <= 1 and of >= 1.
    """
    _require(share, of)
    return int(binom.ppf(0.025, of, share)) if share else 0, int(binom.ppf(0.975, of, share))


def rerun(share: float, of: int, *, repeats: int = REPEATS, seed: int = SEED) -> Reruns:
    """Repeat a study of `of` people `repeats` times. Each person gets better with the chance `share`.

    Raises ValueError unless 0 <= share <= 1, of >= 1 and repeats >= 1.
    """
    _require(share, of)
    if repeats < 1:
        raise ValueError(f"{repeats} repeats show nothing; give 1 or more")
    # Size and chance are part of the seed, so that two groups never share their luck.
    draws = np.random.default_rng([seed, of, round(share * 1_000_000)]).binomial(of, share, repeats)
    found = Counter(int(d) for d in draws)
    return Reruns(share, of, tuple(found[k] for k in range(of + 1)))


def true_shares(claim: Claim) -> tuple[float, float]:
    """The shares from 0 to 1 of a claim's two groups, to be taken as true: (treated, sham).

    Raises EvidenceError if the claim has no sham group, or a group has no share.
    """
    if isinstance(claim.compared_with, Comparison) and claim.compared_with.is_sham:
        treated, sham = claim.measured.share, claim.compared_with.measured.share
        if treated is not None and sham is not None:
            return treated, sham
    raise EvidenceError(
        f"{claim.file}, {claim.id}: it has no share with and without treatment, so it cannot be run again fairly; "
        "choose a trial beside sham."
    )


def _require(share: float, of: int) -> None:
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is not a share of people between 0 and 1")
    if of < 1:
        raise ValueError(f"{of} is not a group of people; give 1 or more")
