"""How a claim or a crisis line stands with its reviewers, and why it is due. `report` and `due` print it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from nextsteps.evidence import Claim, CrisisLine
from nextsteps.review.counting import cannot_come_from
from nextsteps.review.ledger import Ledger, SignOff

#: Why a claim or a crisis line waits for a reviewer, in the order of the list.
REASONS = {
    "overdue": "Not checked within 12 months",
    "voided": "Changed after it was signed",
    "unsigned": "Never signed",
    "secondary": "Read in reports about the study, not in its source",
    "impossible": "The percentage cannot come from the people counted",
    "open": "Open: not shown to readers",
}


@dataclass(frozen=True)
class LineStanding:
    """One crisis line and why it is due (see REASONS): nobody signs a line, they call it and record the day."""

    line: CrisisLine
    reasons: dict[str, str]


@dataclass(frozen=True)
class Standing:
    """One claim with who signed it as it is, who signed what it said before, and why it is due (see REASONS)."""

    claim: Claim
    valid: list[SignOff]
    voided: list[SignOff]
    reasons: dict[str, str]

    @property
    def signed(self) -> str:
        """Who signed it, in words."""
        words = [f"signed by {s.reviewer} on {s.date}" for s in self.valid]
        words += [f"signed by {s.reviewer} on {s.date}, changed since" for s in self.voided]
        if not words:
            return "recalled, so nobody can sign it" if self.claim.verification == "recalled" else "never signed"
        return "; ".join(words)


def year_before(day: datetime.date) -> datetime.date:
    """The same day one year before; 28 February for 29 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def standings(claims: Iterable[Claim], ledger: Ledger, today: datetime.date) -> list[Standing]:
    """How each claim stands on the day `today`."""
    return [_standing(claim, ledger, today) for claim in claims]


def _standing(claim: Claim, ledger: Ledger, today: datetime.date) -> Standing:
    standing = Standing(claim, ledger.valid(claim), ledger.voided(claim), {})
    reasons = standing.reasons
    if claim.checked < year_before(today):
        reasons["overdue"] = f"last checked {claim.checked}"
    if not standing.valid:
        if standing.voided:
            reasons["voided"] = standing.signed
        elif claim.verification != "recalled":  # such a claim waits for its source, not for a reviewer
            reasons["unsigned"] = f"checked {claim.checked}, {claim.verification}"
    if claim.verification == "secondary":
        reasons["secondary"] = f"{claim.source}: {claim.locator}"
    if people := cannot_come_from(claim):
        reasons["impossible"] = f"no whole count of {people:,} people is {claim.value:.10g}"
    if claim.open:
        reasons["open"] = claim.open
    return standing


def line_standings(lines: Iterable[CrisisLine], today: datetime.date) -> list[LineStanding]:
    """How each crisis line stands on the day `today`."""
    return [LineStanding(line, _line_reasons(line, today)) for line in lines]


def _line_reasons(line: CrisisLine, today: datetime.date) -> dict[str, str]:
    reasons = {}
    if line.checked < year_before(today):
        reasons["overdue"] = f"last checked {line.checked}"
    if line.verification == "secondary":
        reasons["secondary"] = f"{line.source}: {line.service}"
    if line.open:
        reasons["open"] = line.open
    return reasons
