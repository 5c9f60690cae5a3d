"""A claim about shares of people, made ready to be counted, drawn and said: decided here, once, for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from nextsteps.evidence import Claim, Comparison, EvidenceError, Measurement
from nextsteps.evidence.records import NOT_OF_PEOPLE, SHARES
from nextsteps.models.intervals import clopper_pearson
from nextsteps.models.whole_people import whole_people

#: Below this size a group is shown as its real people ("11 of 14"), above it as people out of 100.
REAL_COUNTS_BELOW = 50


@dataclass(frozen=True)
class Group:
    """One group of a study in whole people.

    people, of   what is drawn and said: real people in a small group, else whole people out of 100;
                 people is None where the source gives only a range
    interval     the 95% interval as whole people out of 100, or None
    computed     True if the interval is this project's own exact one, from the counts; False if the source printed it
    range        the spread the source gives, as whole people out of 100, or None
    size         how many people the group had, or None where the source does not say
    share        the unrounded share from 0 to 1, for a chart's axis, or None
    """

    people: int | None
    of: int
    interval: tuple[int, int] | None
    computed: bool
    range: tuple[int, int] | None
    size: int | None
    share: float | None


@dataclass(frozen=True)
class Outcome:
    """A claim in whole people: those treated, and beside them those compared with, or the words why there are none."""

    claim: Claim
    treated: Group
    compared: Group | None
    compared_with: str

    @property
    def beside_sham(self) -> bool:
        """Whether those compared with had a pretend treatment."""
        return isinstance(self.claim.compared_with, Comparison) and self.claim.compared_with.is_sham

    @property
    def more(self) -> int | None:
        """How many more people of the same number, treated than compared; None where the two cannot be subtracted."""
        groups = (self.treated, self.compared)
        if self.compared is None or self.treated.of != self.compared.of or any(g.people is None for g in groups if g):
            return None
        assert self.treated.people is not None and self.compared.people is not None
        return self.treated.people - self.compared.people


def outcome(claim: Claim, *, people: bool = True) -> Outcome:
    """The claim in whole people. Raises EvidenceError if it is not about a share of people.

    With `people=False` a share of something else may come too, for a chart that says on its axis or in its row what
    was counted. It must not be drawn as people: one person may be behind several of them.
    """
    if claim.unit not in SHARES:
        raise EvidenceError(
            f"{claim.file}, {claim.id}: {claim.unit} cannot be drawn as people; "
            "choose a claim whose unit is a proportion."
        )
    if people and claim.unit in NOT_OF_PEOPLE:
        raise EvidenceError(
            f"{claim.file}, {claim.id}: a {claim.unit} cannot be drawn as people; "
            "show it in a chart that says what was counted, by outcome(claim, people=False)."
        )
    if claim.measured.share is None and claim.measured.range is None:
        raise EvidenceError(
            f"{claim.file}, {claim.id}: a bound alone cannot be drawn as people; "
            "choose a claim with a value or a range."
        )
    if isinstance(claim.compared_with, Comparison):
        compared, words = group_of(claim.compared_with.measured), claim.compared_with.what
    else:
        compared, words = None, claim.compared_with
    return Outcome(claim, group_of(claim.measured), compared, words)


def group_of(measured: Measurement) -> Group:
    """A measured share as a group: whole people, and its interval, exact from the counts if none was printed."""
    small = measured.of is not None and measured.of < REAL_COUNTS_BELOW
    share = measured.share
    interval, computed = measured.interval, False
    if interval is None and measured.count is not None and measured.of is not None:
        interval, computed = clopper_pearson(measured.count, measured.of), True
    return Group(
        people=measured.count if small else None if share is None else whole_people(share),
        of=measured.of if small and measured.of else 100,
        interval=_out_of_100(interval),
        computed=computed,
        range=_out_of_100(measured.range),
        size=measured.of,
        share=share,
    )


def _out_of_100(pair: tuple[float, float] | None) -> tuple[int, int] | None:
    return None if pair is None else (whole_people(pair[0]), whole_people(pair[1]))
