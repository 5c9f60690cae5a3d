"""A claim's number in plain words, whatever its unit, and the names of the groups in which a reader finds it."""

from __future__ import annotations

import dataclasses
import re

from nextsteps.evidence import Claim, Comparison, Measurement
from nextsteps.evidence.records import SHARES
from nextsteps.models.outcome import group_of
from nextsteps.models.whole_people import whole_people
from nextsteps.wording import outcomes
from nextsteps.wording.language import Words

#: Units that compare two groups in one number, with the number that means no difference between them.
NO_DIFFERENCE = {
    "odds ratio": 1,
    "hazard ratio": 1,
    "relative risk": 1,
    "relative odds reduction": 0,
    "standardised mean difference": 0,
    "Hedges g": 0,
    "difference in proportions": 0,
    "HDRS points": 0,
    "MADRS points": 0,
    "extra symptoms of 43": 0,
}
#: Units of what is counted or laid down, such as the sessions of a course: no range of chance belongs to them.
LAID_DOWN = frozenset(
    {"sessions", "visits", "minutes", "hours", "weeks", "cm", "people", "languages", "medicines", "classes of medicine"}
)
#: What nobody had to be asked or rated for, so that a reader does not miss how many people there were.
FACTS = LAID_DOWN | {"words", "year"}
#: Rates that studies print with two decimals, and what they are per when they are told in whole numbers.
_TIMES = 100
_IN_WHOLE_NUMBERS = {
    "per 1,000 patients": "per 100,000 patients",
    "per 1,000 sessions": "per 100,000 sessions",
    "per 10,000 sessions": "per 1,000,000 sessions",
}
#: The words of a study's design that decide its group; the first that fits wins, so the order matters.
_DESIGNS = (
    ("together", ("meta-analysis", "systematic review", "pooled")),
    ("by-chance", ("randomised", "double-blind", "sham-controlled")),
    ("followed", ("cohort", "registry", "open-label", "survey", "re-analysis")),
    ("scale", ("validation", "scale", "form", "convention")),
    ("official", ("label", "agency", "regulatory", "law", "coverage rule")),
)


def topic_name(w: Words, topic: str) -> str:
    """The name of a topic; for one that has no name yet, its id in words."""
    names = {
        "accelerated-tms": w.say("Five-day TMS"),
        "antidepressants": w.say("Antidepressants"),
        "breakthrough": w.say("Depression that comes back"),
        "coverage": w.say("Insurance cover"),
        "crisis": w.say("Crisis help"),
        "options": w.say("Other treatments"),
        "phq9": w.say("The PHQ-9 questions"),
        "regulation": w.say("What the FDA has cleared"),
        "stopping": w.say("Stopping a medicine"),
        "tms": w.say("TMS"),
        "tms-safety": w.say("TMS: harms and safety"),
        "trd": w.say("Treatment-resistant depression"),
    }
    return names.get(topic, topic.replace("-", " ").capitalize())


#: The words of a study's design that decide how it is told to a reader; the first that fits wins.
_KINDS = (
    ("uncontrolled follow-up", "together-alone"),
    ("meta-analysis", "together"),
    ("systematic review", "together"),
    ("pooled", "together"),
    ("sham-controlled", "sham"),
    ("protocol", "plan"),
    ("randomised", "chance"),
    ("double-blind", "blind"),
    ("open-label stepped trial", "known"),
    ("open-label trial", "known"),
    ("open-label non-inferiority trial", "known"),
    ("no comparison group", "followed-alone"),
    ("cohort", "followed"),
    ("follow-up", "followed"),
    ("registry", "followed"),
    ("re-analysis", "again"),
    ("survey", "asked"),
    ("cross-sectional", "asked"),
    ("validation study", "scale"),
    ("label", "label"),
    ("agency", "official"),
    ("regulat", "official"),
    ("law", "official"),
    ("coverage rule", "official"),
    ("consensus", "advice"),
    ("guideline", "advice"),
    ("modelled", "model"),
    ("scale", "form"),
    ("form", "form"),
)


def kind_of_study(w: Words, design: str) -> str:
    """A study's design in everyday words. The study's own words, which a reviewer looks for, are `Claim.design`."""
    names = {
        "together": w.say("many studies put together"),
        "together-alone": w.say("many studies put together, with no group to compare"),
        "sham": w.say("a trial in which chance picked who got the treatment and who got a sham"),
        "chance": w.say("a trial in which chance picked the group"),
        "blind": w.say("a trial in which neither people nor staff knew who got what"),
        "known": w.say("a trial in which all knew what they got"),
        "followed": w.say("people followed over time"),
        "followed-alone": w.say("people followed over time, with no group to compare"),
        "again": w.say("data of an older study, counted again"),
        "asked": w.say("people were asked in a survey"),
        "scale": w.say("a test of a questionnaire"),
        "form": w.say("a questionnaire"),
        "label": w.say("the official label"),
        "official": w.say("what an agency or a rule says"),
        "advice": w.say("what experts agreed to advise"),
        "plan": w.say("the written plan of a study"),
        "model": w.say("worked out, not counted"),
        "other": w.say("what experts or reports say"),
    }
    return names[next((kind for sign, kind in _KINDS if sign in design), "other")]


def who_rated(w: Words, rater: str) -> str:
    """Who rated the people of a study, in everyday words and then in the study's own."""
    unaware = {
        "masked rater": w.say("someone who did not know who got what (masked rater)"),
        "masked clinician": w.say("a clinician who did not know who got what (masked clinician)"),
    }
    return unaware.get(rater) or w.entry(rater)


def design_group(design: str) -> str:
    """Which of six groups a study's design belongs to: a key of `design_group_names`."""
    return next((group for group, signs in _DESIGNS if any(sign in design for sign in signs)), "other")


def design_group_names(w: Words) -> dict[str, str]:
    """The groups of designs, by key, as a reader chooses among them."""
    return {
        "together": w.say("Many studies put together"),
        "by-chance": w.say("Trials where chance picked the group"),
        "followed": w.say("People followed, no group by chance"),
        "scale": w.say("Tests of a questionnaire"),
        "official": w.say("Labels, rules and agencies"),
        "other": w.say("Reviews, experts and the rest"),
    }


def verification_names(w: Words) -> dict[str, str]:
    """How a claim was verified, as a reader chooses; "open" is what waits and is not shown."""
    return {
        "primary": w.say("We read the source"),
        "secondary": w.say("We read reports about it"),
        "open": w.say("Still open"),
    }


def number(w: Words, claim: Claim) -> str:
    """The number, after its unit in words where it is no share of people. Empty for a finding without a number."""
    said = _number(w, claim.measured, claim.unit)
    if not said or claim.unit == "proportion":
        return said
    if claim.unit in NO_DIFFERENCE:
        return w.say(
            "{unit}: {number} ({none} means no difference)",
            unit=_unit(w, claim.unit),
            number=said,
            none=NO_DIFFERENCE[claim.unit],
        )
    return w.say("{unit}: {number}", unit=_unit(w, claim.unit), number=said)


def compared(w: Words, claim: Claim) -> str:
    """What the number stands beside, with that group's own number where it has one; else why there is none."""
    if not isinstance(claim.compared_with, Comparison):
        return why_not_compared(w, claim.compared_with)
    what, measured = w.entry(claim.compared_with.what), claim.compared_with.measured
    said = _number(w, measured, claim.unit)
    if not said or measured.value == NO_DIFFERENCE.get(claim.unit):
        return what
    return w.say("{what}: {number}", what=what, number=said)


def why_not_compared(w: Words, why: str) -> str:
    """Why a number stands alone, in words; empty for what has nothing to be compared with."""
    return {
        "no comparison group": w.say("no comparison group"),
        "both groups together": w.say("both groups counted together"),
        "comparison not read": w.say("a comparison group whose number we have not read"),
        "not applicable": "",
    }[why]


def in_whole_numbers(claim: Claim) -> Claim:
    """The claim with a rate such as 0.71 per 1,000 told as 71 per 100,000, where each of its numbers is then whole.

    Nothing is rounded: a rate that would need it is given back as it is, and so is what is no rate.
    """
    unit = _IN_WHOLE_NUMBERS.get(claim.unit)
    if unit is None:
        return claim
    beside = claim.compared_with
    groups = [claim.measured, *([beside.measured] if isinstance(beside, Comparison) else [])]
    told = [x for m in groups for x in (m.value, m.at_least, m.at_most, *(m.interval or ()), *(m.range or ())) if x]
    if any(abs(x * _TIMES - round(x * _TIMES)) > 1e-9 for x in told):
        return claim
    if isinstance(beside, Comparison):
        beside = dataclasses.replace(beside, measured=_times(beside.measured))
    return dataclasses.replace(claim, unit=unit, measured=_times(claim.measured), compared_with=beside)


def _times(measured: Measurement) -> Measurement:
    def times(x: float | None) -> float | None:
        return None if x is None else float(round(x * _TIMES))

    def both(ends: tuple[float, float] | None) -> tuple[float, float] | None:
        return None if ends is None else (float(round(ends[0] * _TIMES)), float(round(ends[1] * _TIMES)))

    return dataclasses.replace(
        measured,
        value=times(measured.value),
        at_least=times(measured.at_least),
        at_most=times(measured.at_most),
        interval=both(measured.interval),
        range=both(measured.range),
    )


def interval(w: Words, claim: Claim) -> str:
    """The likely range of the number, or that none was reported. Empty where there is no single number to have one."""
    if claim.unit in FACTS or claim.value is None:
        return ""
    if claim.unit in SHARES:
        return outcomes.interval(w, group_of(claim.measured))
    if claim.measured.interval is None:
        return w.say("range not reported")
    low, high = (_rounded(w, end, claim.unit) for end in claim.measured.interval)
    return w.say("likely range {low} to {high}", low=low, high=high)


def intervals(w: Words, claim: Claim) -> str:
    """The likely range of the number, and of the one it is compared with where that has a range too."""
    said, beside = interval(w, claim), claim.compared_with
    if not isinstance(beside, Comparison) or beside.measured.interval is None:
        return said
    others = interval(w, dataclasses.replace(claim, measured=beside.measured))
    return w.say("{range}; {other}: {others}", range=said, other=w.entry(beside.what), others=others)


def _unit(w: Words, unit: str) -> str:
    if unit == "difference in proportions":
        return w.say("Difference in people of 100")
    if unit == "cm":
        return w.say("Centimeters")
    if unit == "proportion of treatment stretches":
        return w.say("Stretches of treatment, not people")
    rates = {
        "per 100,000 patients": w.say("Per 100,000 patients"),
        "per 100,000 sessions": w.say("Per 100,000 sessions"),
        "per 1,000,000 sessions": w.say("Per 1,000,000 sessions"),
    }
    said = rates.get(unit) or w.entry(unit)
    return said[0].upper() + said[1:]


def _number(w: Words, measured: Measurement, unit: str) -> str:
    if unit == "words" or measured == Measurement():
        return ""
    said = _share(w, measured) if unit in SHARES else _amount(w, measured, unit)
    group_is_said = unit in SHARES and group_of(measured).of != 100
    if measured.count is None or measured.of is None or group_is_said:
        return said
    return w.say("{number} ({count} of {of})", number=said, count=measured.count, of=measured.of)


def _share(w: Words, measured: Measurement) -> str:
    if measured.share is None and measured.at_least is not None:
        return w.say("at least {people} of 100", people=whole_people(measured.at_least))
    if measured.share is None and measured.at_most is not None:
        return w.say("at most {people} of 100", people=whole_people(measured.at_most))
    group = group_of(measured)
    if measured.share and measured.share < 0.01:  # a rare harm is neither no harm nor a whole person
        return w.say("fewer than 1 of 100")
    said = outcomes.people_of(w, group)
    if group.people is not None and group.range is not None:
        low, high = group.range
        return w.say("{people}; counts run from {low} to {high} of 100", people=said, low=low, high=high)
    return said


def _amount(w: Words, measured: Measurement, unit: str) -> str:
    said = []
    if measured.value is not None:
        said.append(_rounded(w, measured.value, unit))
    if measured.range is not None:
        low, high = (_rounded(w, end, unit) for end in measured.range)
        said.append(w.say("{low} to {high}", low=low, high=high))
    if measured.at_least is not None:
        said.append(w.say("at least {number}", number=_rounded(w, measured.at_least, unit)))
    if measured.at_most is not None:
        said.append(w.say("at most {number}", number=_rounded(w, measured.at_most, unit)))
    return "; ".join(said)


def _rounded(w: Words, value: float, unit: str) -> str:
    """As printed, at most two decimals; a year without a comma, a difference between shares as people of 100."""
    if unit == "year":
        return str(int(value))
    return w.number(round(value * 100) if unit == "difference in proportions" else round(value, 2))


def missing(w: Words, claim: Claim) -> str:
    """What a claim still waits for. A number that the note gives in brackets is not shown: nobody has checked it."""
    return re.sub(r" \(\d+(?:\.\d+)?\)", "", w.entry(claim.open))
