"""What two groups of a study did, in the words that fit that study: who stayed, who stopped, and how many had what."""

from __future__ import annotations

from dataclasses import dataclass

from nextsteps.evidence import EvidenceError
from nextsteps.models.outcome import Outcome
from nextsteps.wording.language import Words
from nextsteps.wording.outcomes import counted, people_of


@dataclass(frozen=True)
class TwoGroups:
    """The words of one comparison.

    ask          a question that a reader may guess the answer of; the answer is the first group's number
    heading      what stands above both groups
    first        the name of the first group, whose number is the claim's own
    second       the name of the group that it is compared with
    sentence     what happened in both, in whole people
    other_side   the same, told of those to whom it did not happen
    """

    ask: str
    heading: str
    first: str
    second: str
    sentence: str
    other_side: str


def two_groups(w: Words, found: Outcome) -> TwoGroups:
    """The words for a claim that compares two groups.

    Raises EvidenceError if one group has no number of people, or if nobody has written the words of this claim yet.
    """
    claim = found.claim
    if found.compared is None or found.treated.people is None or found.compared.people is None:
        raise EvidenceError(
            f"{claim.file}, {claim.id}: there are no two numbers of people to set side by side; "
            "choose a claim with a comparison."
        )
    a, b = people_of(w, found.treated), people_of(w, found.compared)
    a_not = counted(w, found.treated.of - found.treated.people, found.treated.of)
    b_not = counted(w, found.compared.of - found.compared.people, found.compared.of)
    match claim.id:
        case "breakthrough.antler-relapse-while-staying":
            return TwoGroups(
                ask=w.say(
                    "In a UK study, people who felt well stayed on their antidepressant for a year. "
                    "Out of a hundred, how many do you think had a relapse?"
                ),
                heading=w.say("Who had a relapse within a year"),
                first=w.say("Stayed on the medicine"),
                second=w.say("Tapered off to a dummy pill"),
                sentence=w.say(
                    "Of the people who stayed on their medicine, {a} had a relapse within a year. "
                    "Of those who tapered off, {b} did.",
                    a=a,
                    b=b,
                ),
                other_side=w.say(
                    "Of those who stayed on it, {a} did not have a relapse. Of those who tapered off, {b} did not.",
                    a=a_not,
                    b=b_not,
                ),
            )
        case "stopping.any-symptom":
            return TwoGroups(
                ask=w.say(
                    "Out of a hundred people who stop an antidepressant, "
                    "how many do you think notice symptoms from stopping?"
                ),
                heading=w.say("Who noticed symptoms after stopping"),
                first=w.say("Stopped an antidepressant"),
                second=w.say("Stopped a dummy pill"),
                sentence=w.say(
                    "Of the people who stopped an antidepressant, {a} noticed symptoms. "
                    "Of those who stopped a dummy pill, {b} did too.",
                    a=a,
                    b=b,
                ),
                other_side=w.say(
                    "After an antidepressant, {a} did not notice symptoms. After a dummy pill, {b} did not.",
                    a=a_not,
                    b=b_not,
                ),
            )
        case "antidepressants.late-response-week-6" | "antidepressants.late-response-week-12":
            early = claim.id == "antidepressants.late-response-week-6"
            return TwoGroups(
                ask=w.say(
                    "Out of a hundred people with little change after two weeks on an antidepressant, "
                    "how many do you think still got better by week six?"
                )
                if early
                else w.say(
                    "Out of a hundred people with little change after two weeks on an antidepressant, "
                    "how many do you think still got better by week twelve?"
                ),
                heading=w.say("Who got better by week six") if early else w.say("Who got better by week twelve"),
                first=w.say("Little change after two weeks"),
                second=w.say("All people in the same trials"),
                sentence=w.say(
                    "Of the people with little change after two weeks, {a} got better by week six. "
                    "Of all people in these trials, {b} did.",
                    a=a,
                    b=b,
                )
                if early
                else w.say(
                    "Of the people with little change after two weeks, {a} got better by week twelve. "
                    "Of all people in these trials, {b} did.",
                    a=a,
                    b=b,
                ),
                other_side=w.say(
                    "Of those with little change, {a} did not get better by then. Of all people, {b} did not.",
                    a=a_not,
                    b=b_not,
                ),
            )
    raise EvidenceError(f"{claim.file}, {claim.id}: nobody has written the words of its two groups; add them first.")
