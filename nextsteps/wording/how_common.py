"""How common treatment-resistant depression is by each rule: what was asked of whom, and why no two numbers agree.

No rule is the right one, so none is called so, and no number is said without its rule and the people it was counted in.
"""

from __future__ import annotations

from dataclasses import dataclass

from nextsteps.evidence import EvidenceError
from nextsteps.models.outcome import Outcome
from nextsteps.wording.language import Words
from nextsteps.wording.outcomes import people_of


@dataclass(frozen=True)
class Rule:
    """One rule in words.

    name      the rule, as a reader chooses it
    who       in whom it was counted, to stand beside the number
    sentence  the number with its rule, its people, and what to keep in mind
    """

    name: str
    who: str
    sentence: str


def rule(w: Words, found: Outcome) -> Rule:
    """The words of a claim. Raises EvidenceError if nobody has written down by which rule it counted."""
    people = people_of(w, found.treated)
    spread = found.treated.range
    match found.claim.id:
        case "trd.us-claims-humana":
            return Rule(
                w.say("Changes of medicine, from a health plan’s records"),
                w.say("US adults on medicine, in one large plan"),
                w.say(
                    "By what one large US health plan paid for, {people} people on treatment counted as resistant "
                    "within a year. Such records show when a medicine changed, but not how people felt.",
                    people=people,
                ),
            )
        case "trd.us-claims-optum":
            return Rule(
                w.say("The same rule, from another plan’s records"),
                w.say("US adults on medicine, in a second large plan"),
                w.say(
                    "By the same rule, a second large US health plan came to {people} people on treatment. "
                    "When the rule stays the same, the number hardly moves.",
                    people=people,
                ),
            )
        case "trd.denmark-first-year":
            assert spread is not None  # the claim's own statement names it, and the registry holds the two together
            return Rule(
                w.say("A second change of medicine within a year"),
                w.say("People in Denmark, after their first hospital contact for depression"),
                w.say(
                    "In Denmark, {people} people had a second change of medicine within a year. Other rules, for these "
                    "same people, gave {low} to {high} of 100.",
                    people=people,
                    low=spread[0],
                    high=spread[1],
                ),
            )
        case "trd.burden-review-range":
            return Rule(
                w.say("One medicine or more that did not help"),
                w.say("All people with depression, in US studies"),
                w.say(
                    "When one medicine that did not help was enough to count, a review used {people} people with "
                    "depression. These are shares of all people with depression, not of those on medicine.",
                    people=people,
                ),
            )
        case "trd.latin-america-clinics":
            return Rule(
                w.say("A check by clinicians in expert clinics"),
                w.say("People in expert clinics in four countries of Latin America"),
                w.say(
                    "In expert clinics in four countries, {people} people met the rule. Such clinics see harder cases "
                    "than other places do. A drug maker sponsored the study.",
                    people=people,
                ),
            )
        case "trd.us-treated-estimate":
            return Rule(
                w.say("A model of the whole country"),
                w.say("All US adults on medicine for depression"),
                w.say(
                    "A model of all US adults on medicine for depression came to {people}. It was worked out from "
                    "four studies of such records, not counted. A drug maker was involved.",
                    people=people,
                ),
            )
    raise EvidenceError(
        f"{found.claim.file}, {found.claim.id}: nobody has put into words by which rule it counted; "
        "add them to wording/how_common.py."
    )


def both_true(w: Words, lowest: Outcome, highest: Outcome) -> str:
    """Why the lowest and the highest number can both be true."""
    return w.say(
        "Why are the numbers so far apart? {low} and {high} can both be true, for they answer two questions. The low "
        "one counts people in one health plan, by its rule. The high one works out, by another rule, how it may be "
        "in the whole country. Change the rule or the people, and the number changes.",
        low=people_of(w, lowest.treated),
        high=people_of(w, highest.treated),
    )
