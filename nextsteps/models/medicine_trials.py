"""What published yardsticks ask of one medicine that was tried, beside what a reader entered: findings, no verdict.

A yardstick here is data: weeks, a label's usual range, taken as prescribed, and how much it helped. One small evaluator
reads an entry by them. The page holds the same rules as tables that this module worked out, and only looks them up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import product

from nextsteps.evidence import Doses

#: The yardsticks of time, in weeks at the highest dose. No rule is agreed on, so all three stand side by side.
WEEKS = (4, 6, 8)
#: How many medicines a list holds.
MOST_ROWS = 12
#: From here on, in weeks, a reader is asked whether weeks are meant: five years. It counts as entered all the same.
LONG_WEEKS = 260
#: Above this, in weeks, nothing can be meant: fifty years.
MOST_WEEKS = 2600
#: So many times below or above the label's range, a dose is taken for one in another unit, and compared with nothing.
FAR = 10

#: What was entered by a choice, and what it says of its yardstick: True, False, or None where nobody knows.
TAKEN: dict[str, bool | None] = {"": None, "nearly": True, "some": False, "breaks": False}
#: "not" is not enough, "helped" is at least half better, "lost" is helped and then wore off.
HELPED: dict[str, str] = {"": "", "none": "not", "some": "not", "half": "helped", "well": "helped", "lost": "lost"}
#: Whether side effects ended it.
NOW: dict[str, bool] = {"": False, "still": False, "ended": False, "effects": True}

#: What an entry can be found to be by one yardstick of time, with the letter that stands for it in `finding_table`.
FINDINGS = {
    "meets": "m",
    "short": "s",
    "below": "b",
    "irregular": "i",
    "helped": "h",
    "lost": "l",
    "effects": "e",
    "unknown": "u",
}

_NUMBER = r" *([0-9]{1,6}(?:[.,][0-9]{1,3})?) *"
_DOSE = re.compile(f"{_NUMBER}(?:mg *)?", re.IGNORECASE)
_WEEKS = re.compile(_NUMBER)


@dataclass(frozen=True)
class Entry:
    """One medicine as a reader entered it; every field is text as it was typed or chosen, and "" where it was not.

    medicine  a drug's id, or another key that has no label range here
    named     its name, for a medicine that is not in the list
    dose      the highest daily dose, in mg
    weeks     the weeks at that dose
    taken     a key of TAKEN
    helped    a key of HELPED
    now       a key of NOW
    """

    medicine: str = ""
    named: str = ""
    dose: str = ""
    weeks: str = ""
    taken: str = ""
    helped: str = ""
    now: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was entered."""
        return not any(getattr(self, field.name).strip(" ") for field in fields(self))


@dataclass(frozen=True)
class Reading:
    """An entry beside the yardsticks.

    dose        "below", "within" or "above" the label's usual range; "missing", "bad" (no number), "far" (too far from
                the range to be in mg); or "unlisted" where there is no range to compare with
    weeks       how many of the yardsticks of time are reached; None where that is not known
    weeks_note  "bad" (no number of weeks), "long" (asked whether weeks are meant), or ""
    findings    a key of FINDINGS for each of WEEKS
    """

    dose: str
    weeks: int | None
    weeks_note: str
    findings: tuple[str, ...]


def typed_dose(text: str) -> float | None:
    """The number of milligrams that was typed, with or without "mg"; None where it is none. "7,5" is 7.5."""
    return _number(_DOSE.fullmatch(text))


def typed_weeks(text: str) -> float | None:
    """The number of weeks that was typed; None where it is none."""
    return _number(_WEEKS.fullmatch(text))


def _number(found: re.Match[str] | None) -> float | None:
    return float(found[1].replace(",", ".")) if found else None


def dose_bands(doses: Doses) -> tuple[float, float, float, float]:
    """Doses in mg a day: the least that is plausible, the ends of the label's range, and the most plausible."""
    return doses.low_mg / FAR, doses.low_mg, doses.high_mg, doses.high_mg * FAR


def finding(dose: bool | None, long: bool | None, taken: bool | None, helped: str, effects: bool) -> str:
    """What an entry is by one yardstick of time: a key of FINDINGS.

    `dose` is not below the range, `long` is long enough, `taken` is as prescribed; None is not known.
    Help comes before all else: who was helped does not need a longer trial. What is surely missing comes before what
    is not known. "meets" is every yardstick met, without enough benefit.
    """
    if helped in ("helped", "lost"):
        return helped
    if effects and False in (dose, long):
        return "effects"
    for met, missed in ((dose, "below"), (long, "short"), (taken, "irregular")):
        if met is False:
            return missed
    return "unknown" if None in (dose, long, taken) or not helped else "meets"


#: The order in which `finding_table` goes through what can be known of a yardstick, and of the benefit.
KNOWN: tuple[bool | None, ...] = (False, True, None)
BENEFIT = ("not", "helped", "lost", "")


def finding_table() -> str:
    """Every finding as one letter, for all answers in the order of their five parts: what the page looks up."""
    every = product(KNOWN, KNOWN, KNOWN, BENEFIT, (False, True))
    return "".join(FINDINGS[finding(*answers)] for answers in every)


def read(entry: Entry, ranges: Mapping[str, Doses]) -> Reading:
    """The entry beside the yardsticks. `ranges` holds the label's usual doses of the medicines that have them.

    Raises KeyError for a choice that is not offered.
    """
    dose = _dose(entry, ranges)
    enough = {"below": False, "within": True, "above": True}.get(dose)
    weeks, note = _weeks(entry.weeks)
    reached = None if weeks is None else sum(weeks >= bar for bar in WEEKS)
    long = [None if weeks is None else weeks >= bar for bar in WEEKS]
    taken, helped, effects = TAKEN[entry.taken], HELPED[entry.helped], NOW[entry.now]
    found = tuple(finding(enough, bar, taken, helped, effects) for bar in long)
    return Reading(dose, reached, note, found)


def counts(readings: list[Reading]) -> tuple[int, ...]:
    """How many entries meet every yardstick without enough benefit, for each of WEEKS."""
    return tuple(sum(reading.findings[i] == "meets" for reading in readings) for i in range(len(WEEKS)))


def _dose(entry: Entry, ranges: Mapping[str, Doses]) -> str:
    typed = typed_dose(entry.dose)
    if typed is None and entry.dose.strip(" "):
        return "bad"
    if entry.medicine and entry.medicine not in ranges:
        return "unlisted"
    if typed is None or not entry.medicine:
        return "missing"
    least, low, high, most = dose_bands(ranges[entry.medicine])
    if not least <= typed <= most:
        return "far"
    return "below" if typed < low else "within" if typed <= high else "above"


def _weeks(text: str) -> tuple[float | None, str]:
    weeks = typed_weeks(text)
    if weeks is None:
        return None, "bad" if text.strip(" ") else ""
    if weeks > MOST_WEEKS:
        return None, "bad"
    return weeks, "long" if weeks > LONG_WEEKS else ""


#: The made-up list that comes first, so that nobody has to begin with their own.
EXAMPLE = (
    Entry("sertraline", "", "50", "3", "nearly", "none", "effects"),
    Entry("escitalopram", "", "20", "10", "nearly", "some", "ended"),
    Entry("mirtazapine", "", "7.5", "9", "nearly", "none", "ended"),
    Entry("bupropion-xl", "", "300", "9", "some", "some", "ended"),
    Entry("duloxetine", "", "60", "7", "nearly", "some", "still"),
)

#: The claim that tells of the published teaching case.
CASE_CLAIM = "trd.worked-example"


@dataclass(frozen=True)
class PublishedTrial:
    """One medicine of the published case. `published` is what the article calls it, a key of FINDINGS."""

    entry: Entry
    published: str


#: The published teaching case, in our own fields. Source: the article of CASE_CLAIM, case report, its paragraphs on the
#: five medicines and on how the questionnaire reads them (read 2026-11-24). Three months are 13 weeks here, one month 4
#: and two years 104. The article does not name the form of venlafaxine, nor how regularly the medicines were taken; it
#: counts them as taken. The help of the fourth fell from most to less than half: it wore off.
CASE = (
    PublishedTrial(Entry("sertraline", "", "100", "13", "nearly", "none", "ended"), "meets"),
    PublishedTrial(Entry("citalopram", "", "20", "4", "nearly", "none", "ended"), "short"),
    PublishedTrial(Entry("venlafaxine-xr", "", "75", "7", "nearly", "some", "ended"), "below"),
    PublishedTrial(Entry("duloxetine", "", "90", "104", "nearly", "lost", ""), "lost"),
    PublishedTrial(Entry("pair", "duloxetine + aripiprazole", "", "4", "nearly", "none", ""), "meets"),
)


def published_count() -> int:
    """How many medicines of the published case the article counts as full trials that did not help enough."""
    return sum(trial.published == "meets" for trial in CASE)
