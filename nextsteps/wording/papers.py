"""The papers of a number, as a reader may ask for them: compared with what, in whom, rated and checked by whom."""

from __future__ import annotations

from nextsteps.evidence import Claim, Comparison, Measurement, Source
from nextsteps.evidence.records import NOT_REPORTED, SHARES
from nextsteps.models.outcome import group_of
from nextsteps.review import Ledger
from nextsteps.wording.claims import FACTS, kind_of_study, who_rated, why_not_compared
from nextsteps.wording.language import Words
from nextsteps.wording.outcomes import interval

#: What a source's record says of its funding where nobody has read it.
UNREAD = frozenset({"see paper", "check paper", "not read", "not recorded"})
NOT_GRADED = "not graded"


def papers(w: Words, claim: Claim, source: Source, signed: Ledger) -> list[tuple[str, str]]:
    """Pairs of a short heading and its text, in the order a reader asks; what the source leaves out is said as such."""
    # A fact, such as the sessions of a course, has no people to leave out, nor anybody who rated them.
    unknown = "" if claim.unit in FACTS else w.say("not reported")
    pairs = [
        (w.say("Who was in it"), w.entry(claim.population)),
        (w.say("How many people"), w.number(claim.people) if claim.people else unknown),
        (w.say("Compared with"), _compared(w, claim)),
        (w.say("Who rated it"), unknown if claim.rater == NOT_REPORTED else who_rated(w, claim.rater)),
        (w.say("On which scale"), _known(w, claim.scale, unknown)),
        (w.say("When"), w.entry(claim.follow_up)),
        (w.say("How sure"), _how_sure(w, claim)),
        (w.say("How strong the proof is"), "" if claim.certainty == NOT_GRADED else w.entry(claim.certainty)),
        (w.say("Kind of study"), kind_of_study(w, claim.design)),
        (w.say("In the words of the study"), w.entry(claim.design)),
        (w.say("Who paid"), _paid(w, source.funding)),
        (w.say("Keep in mind"), w.entry(claim.caveat)),
        (w.say("Where in the source"), w.entry(claim.locator)),
        (w.say("Last checked"), w.date(claim.checked)),
        (w.say("Reviewed"), reviewed(w, claim, signed)),
    ]
    return [(heading, text) for heading, text in pairs if text]


def reviewed(w: Words, claim: Claim, signed: Ledger) -> str:
    """By whom and when, from sign-offs of what the claim says today; else that nobody has, or no longer."""
    valid = signed.valid(claim)
    if valid:
        return w.list([w.say("by {reviewer} on {day}", reviewer=s.reviewer, day=w.date(s.date)) for s in valid])
    voided = signed.voided(claim)
    if voided:
        last = voided[-1]
        return w.say(
            "not since it changed; {reviewer} read it before that, on {day}",
            reviewer=last.reviewer,
            day=w.date(last.date),
        )
    return w.say("not yet signed by a reviewer")


def _paid(w: Words, funding: str) -> str:
    return w.say("we have not read who paid") if funding in UNREAD else w.entry(funding)


def _known(w: Words, text: str, unknown: str) -> str:
    return unknown if text == NOT_REPORTED else w.entry(text)


def _compared(w: Words, claim: Claim) -> str:
    if isinstance(claim.compared_with, Comparison):
        return w.entry(claim.compared_with.what)
    return why_not_compared(w, claim.compared_with)


def _how_sure(w: Words, claim: Claim) -> str:
    """The interval of each group, whose it is, or that none was reported; empty for what has no interval."""
    if claim.unit in FACTS or claim.measured.range is not None or claim.value is None:
        return ""
    said = _interval(w, claim.measured, claim.unit)
    if isinstance(claim.compared_with, Comparison) and claim.compared_with.measured.share is not None:
        compared = _interval(w, claim.compared_with.measured, claim.unit)
        what = w.say("sham") if claim.compared_with.is_sham else w.entry(claim.compared_with.what)
        treated = w.say("TMS") if claim.topic in ("tms", "accelerated-tms") else w.say("first group")
        return w.say("{treated}: {range}; {other}: {others}", treated=treated, range=said, other=what, others=compared)
    return said


def _interval(w: Words, measured: Measurement, unit: str) -> str:
    if unit in SHARES:
        return interval(w, group_of(measured))
    if measured.interval is None:
        return w.say("range not reported")
    low, high = measured.interval
    return w.say("likely range {low} to {high} ({unit})", low=low, high=high, unit=w.entry(unit))
