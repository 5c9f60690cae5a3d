"""How many people must be treated for one more to be helped or harmed: for reviewers, never for patients.

Patients see the two groups side by side as whole people. A number needed to treat hides how many get better anyway, and
its interval is hard to read even for clinicians.
"""

from __future__ import annotations

from dataclasses import dataclass

from nextsteps.evidence import Comparison, EvidenceError
from nextsteps.models.intervals import newcombe
from nextsteps.models.outcome import Outcome


@dataclass(frozen=True)
class Effect:
    """The difference between two groups of one study, and the number needed to treat that it gives.

    difference  the share that did well among those treated, less the share that did well among those compared: -1 to 1
    interval    its interval, by Newcombe's method, in the same unit
    confidence  of that interval, as a share
    """

    difference: float
    interval: tuple[float, float]
    confidence: float = 0.95

    @property
    def includes_no_difference(self) -> bool:
        """Whether the interval of the difference includes zero, so that help and harm are both possible."""
        return self.interval[0] <= 0 <= self.interval[1]

    @property
    def number_needed(self) -> float | None:
        """How many people to treat for one more to be helped or, below zero, harmed; None where nothing differs."""
        return 1 / self.difference if self.difference else None

    @property
    def number_needed_interval(self) -> tuple[float, float] | None:
        """The interval of `number_needed`, from the limit nearer zero; None where it is not one interval.

        Where the difference may be zero, the interval runs from help through infinity to harm: `reported` says so.
        """
        if self.includes_no_difference:
            return None
        near, far = sorted((1 / self.interval[0], 1 / self.interval[1]), key=abs)
        return near, far

    def reported(self) -> str:
        """The number needed to treat in Altman's notation, with NNTB to be helped and NNTH to be harmed.

        "NNTB 10.0 (95% CI NNTH 20.0 to ∞ to NNTB 4.0)" where the difference is 10 in 100, from -5 to 25.
        Source: Altman DG. Confidence intervals for the number needed to treat. BMJ 1998;317:1309-1312.
        """
        low, high = self.interval
        if low < 0 < high:
            limits = f"{_needed(low)} to ∞ to {_needed(high)}"
        else:
            limits = " to ".join(_needed(limit) for limit in sorted((low, high), key=abs, reverse=True))
        return f"{_needed(self.difference)} ({self.confidence:.0%} CI {limits})"


def _needed(difference: float) -> str:
    if not difference:
        return "∞"
    return f"{'NNTB' if difference > 0 else 'NNTH'} {1 / abs(difference):.1f}"


def effect(
    treated: tuple[int, int], compared: tuple[int, int], *, more_is_better: bool, confidence: float = 0.95
) -> Effect:
    """The effect from the counts of two independent groups, each (how many had the outcome, of how many).

    `more_is_better` is True for an outcome one hopes for, such as remission, and False for one such as relapse.
    Raises ValueError where a pair is not counts of people.
    Source: Bender R. Control Clin Trials 2001;22:102-110, who inverts the interval from Wilson's method.
    """
    first, second = (treated, compared) if more_is_better else (compared, treated)
    interval = newcombe(*first, *second, confidence=confidence)
    return Effect(first[0] / first[1] - second[0] / second[1], interval, confidence)


def effect_of(outcome: Outcome, *, more_is_better: bool) -> Effect:
    """The effect in a claim that counts both its groups, with its 95% interval.

    Raises EvidenceError where the claim has no comparison group, gives both groups together, or lacks a group's counts.
    """
    claim, beside = outcome.claim, outcome.claim.compared_with
    if not isinstance(beside, Comparison):
        raise EvidenceError(
            f"{claim.file}, {claim.id}: there is no number needed to treat, because this claim has {_lack(beside)}; "
            "choose a claim that gives a comparison group of its own."
        )
    groups = (claim.measured, beside.measured)
    counts = [(g.count, g.of) for g in groups if g.count is not None and g.of is not None]
    if len(counts) < 2:
        raise EvidenceError(
            f"{claim.file}, {claim.id}: there is no number needed to treat, because this claim does not count both "
            "groups; add count and of to each from the source."
        )
    return effect(counts[0], counts[1], more_is_better=more_is_better)


def _lack(compared_with: str) -> str:
    return {
        "both groups together": "both groups together and neither on its own",
        "not applicable": "nothing to compare with",
    }.get(compared_with, compared_with)
