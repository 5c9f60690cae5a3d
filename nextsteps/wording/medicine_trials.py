"""The medicines tried so far, in words: what an entry is by each time, and the question to bring to a visit.

No sentence judges a person, names a condition for one, or says what to take. Each is whole, so that another language
can order it freely; `{dose}` and the like are left in those that the page fills with what its reader typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from nextsteps.evidence import Drug, EvidenceError, Registry
from nextsteps.models.medicine_trials import (
    CASE,
    EXAMPLE,
    Entry,
    Reading,
    counts,
    dose_bands,
    published_count,
    read,
    typed_dose,
)
from nextsteps.wording.drugs import label_range
from nextsteps.wording.language import Words
from nextsteps.wording.missed_doses import label

#: What may stand in the list of medicines without a label range here: a sleep dose, two at once, anything else.
UNLISTED = ("trazodone-sleep", "pair", "other")
#: Those of them that the reader names.
NAMED = ("pair", "other")


@dataclass(frozen=True)
class Said:
    """An entry as the page says it.

    lines     what is known of it: the dose beside its label, weeks, taken, helped and now; a gap says nothing
    findings  one phrase for each of the times that may be asked for
    wrong     what to mend in the dose and in the weeks, or ""
    plan      the line for the conversation plan, or "" while nothing is entered
    """

    title: str
    entered: str
    lines: tuple[str, ...]
    findings: tuple[str, ...]
    ask: str
    wrong: tuple[str, str]
    plan: str


def dosed(known: Registry) -> dict[str, Drug]:
    """The medicines whose doses may be shown, in the registry's order. What is still open is not offered."""
    found = {}
    for drug in known.drugs.values():
        try:
            drug.doses  # noqa: B018  asked for, so that it can refuse
        except EvidenceError:
            continue
        found[drug.id] = drug
    return found


def texts(w: Words, known: Registry) -> dict[str, Any]:
    """Every sentence and phrase by its key: the one source of what both Python and the page say."""
    return {
        "medicines": _medicines(w, known),
        "dose": {
            "missing": "",
            "bad": w.say("There is no dose here that can be compared yet."),
            "far": w.say("There is no dose here that can be compared yet."),
            "below": w.say("The dose entered is below it."),
            "within": w.say("The dose entered is in it."),
            "above": w.say("The dose entered is above it. That is worth asking about."),
        },
        "weeks": [
            w.say("It was taken for less than four weeks."),
            w.say("It was taken for four weeks or more, but less than six."),
            w.say("It was taken for six weeks or more, but less than eight."),
            w.say("It was taken for eight weeks or more."),
        ],
        "no_weeks": "",
        "taken": {
            "": "",
            "nearly": w.say("It was taken as prescribed, or nearly so."),
            "some": w.say("Some doses were missed. Many people miss some. Ask if it still counts."),
            "breaks": w.say("It was taken on and off. That happens. Ask if it still counts."),
        },
        "helped": {
            "": "",
            "none": w.say("It did not help, or hardly."),
            "some": w.say("It helped some, but less than half."),
            "half": w.say("It helped: at least half better."),
            "well": w.say("It helped: well again, or nearly."),
            "lost": w.say("It helped at first. Then that wore off."),
        },
        "now": {
            "": "",
            "still": w.say("It is still being taken."),
            "ended": w.say("It was stopped."),
            "effects": w.say("It was stopped because of side effects."),
        },
        "findings": {
            "meets": w.say("would count, and did not help enough"),
            "short": w.say("too short to count"),
            "below": w.say("dose below the label’s usual range"),
            "irregular": w.say("some doses missed"),
            "helped": w.say("helped"),
            "lost": w.say("helped, then wore off"),
            "effects": w.say("stopped early, for side effects"),
            "unknown": w.say("not enough known yet"),
        },
        "ask": {
            "meets": w.say("This did not help me enough. What does that mean for the next step?"),
            "short": w.say("Was the time long enough to judge this medicine?"),
            "below": w.say("Was the dose a fair one for me?"),
            "irregular": w.say("I missed some doses. Does this still count, and what could make it easier?"),
            "helped": w.say("This one helped. What does that tell us about what to do next?"),
            "lost": w.say("This helped at first and then wore off. What could be behind that?"),
            "effects": w.say("Side effects came first. Is there one that may suit me better?"),
            "unknown": w.say("What do my records say about the dose, the time, and how it went?"),
        },
        "wrong": {
            "dose bad": w.say(
                "This is not a number of milligrams. Type the whole day’s dose as a plain number, in mg. "
                "The box or your pharmacist can tell you. What you typed is kept."
            ),
            "dose far": w.say(
                "This is very far from the range on the label. Is it in milligrams (mg), for the whole day? "
                "The box or your pharmacist can tell you. What you typed is kept."
            ),
            "weeks bad": w.say(
                "This is not a number of weeks. Type weeks as a plain number. A month is about four weeks, and a year "
                "is fifty-two. What you typed is kept."
            ),
            "weeks long": w.say(
                "That is more than five years. If you mean weeks, leave it as it is. If you mean days, divide by seven."
            ),
        },
        "entered": {
            "both": w.say("Up to {dose} mg a day. Weeks at that dose: {weeks}.", dose="{dose}", weeks="{weeks}"),
            "dose": w.say("Up to {dose} mg a day. The weeks are not known.", dose="{dose}"),
            "weeks": w.say("Weeks: {weeks}. The dose is not known.", weeks="{weeks}"),
            "none": w.say("The dose and the weeks are not known."),
        },
        "plan": {
            "both": w.say(
                "{medicine}, up to {dose} mg a day. Weeks at that dose: {weeks}. My question: {ask}",
                medicine="{medicine}",
                dose="{dose}",
                weeks="{weeks}",
                ask="{ask}",
            ),
            "dose": w.say(
                "{medicine}, up to {dose} mg a day. I do not know for how many weeks. My question: {ask}",
                medicine="{medicine}",
                dose="{dose}",
                ask="{ask}",
            ),
            "weeks": w.say(
                "{medicine}. Weeks: {weeks}. I do not know the dose. My question: {ask}",
                medicine="{medicine}",
                weeks="{weeks}",
                ask="{ask}",
            ),
            "none": w.say(
                "{medicine}. I do not know the dose or the weeks. My question: {ask}",
                medicine="{medicine}",
                ask="{ask}",
            ),
        },
        "counts": {
            "none": w.say("None of these {rows} would count.", rows="{rows}"),
            "one": w.say("1 of these {rows} would count.", rows="{rows}"),
            "many": w.say("{count} of these {rows} would count.", count="{count}", rows="{rows}"),
            "empty": w.say("Nothing is entered yet."),
            "lone-none": w.say("The one medicine entered would not count, or it helped, or too little is known."),
            "lone-one": w.say("The one medicine entered would count."),
        },
    }


def _medicines(w: Words, known: Registry) -> dict[str, dict[str, Any]]:
    """What can be chosen. `said` stands before what is said of the dose, or alone where there is no range."""
    listed: dict[str, dict[str, Any]] = {
        "": {"label": w.say("Medicine not chosen yet"), "said": w.say("Choose a medicine to compare the dose.")}
    }
    for id, drug in dosed(known).items():
        listed[id] = {
            "label": label(w, drug),
            "said": label_range(w, drug),
            "bands": list(dose_bands(drug.doses)),
        }
    listed["trazodone-sleep"] = {
        "label": w.say("Trazodone at night, for sleep"),
        "said": w.say(
            "The label’s range is for depression. For a dose taken at night for sleep, we have nothing to compare."
        ),
        "ask": w.say("Was my trazodone meant for sleep or for depression?"),
    }
    listed["pair"] = {
        "label": w.say("Two medicines at the same time"),
        "said": w.say("Pairs are common. We have no usual dose for a pair, so it is not compared here."),
        "ask": w.say("How does each of these two medicines count?"),
    }
    listed["other"] = {
        "label": w.say("Something else"),
        "said": w.say(
            "Thank you for adding it. We have no label range for it here, so its dose is not compared. "
            "Your pharmacist can look it up."
        ),
        "ask": w.say("What is the usual dose on the label of this medicine, and was mine in that range?"),
    }
    return listed


def say(said: dict[str, Any], entry: Entry, reading: Reading) -> Said:
    """The entry in the words of `texts`. The page's module says the same from the same words: a test compares them."""
    medicine = said["medicines"][entry.medicine]
    named = entry.named.strip(" ") if entry.medicine in NAMED else ""
    title = named or medicine["label"]
    dose = typed_dose(entry.dose) is not None
    weeks = reading.weeks is not None
    kind = "both" if dose and weeks else "dose" if dose else "weeks" if weeks else "none"
    typed = {"dose": _typed(entry.dose), "weeks": _typed(entry.weeks), "medicine": title}
    strictest = reading.findings[-1]
    ask = medicine.get("ask", "") if strictest == "unknown" else ""
    ask = ask or said["ask"][strictest]
    parts = [medicine["said"]]
    if reading.dose != "unlisted" and entry.medicine:
        parts.append(said["dose"][reading.dose])
    lines = [
        " ".join(part for part in parts if part),
        said["no_weeks"] if reading.weeks is None else said["weeks"][reading.weeks],
        said["taken"][entry.taken],
        said["helped"][entry.helped],
        said["now"][entry.now],
    ]
    return Said(
        title=title,
        entered=fill(said["entered"][kind], typed),
        lines=tuple(line for line in lines if line),
        findings=tuple(said["findings"][found] for found in reading.findings),
        ask=ask,
        wrong=(
            said["wrong"].get(f"dose {reading.dose}", ""),
            said["wrong"].get(f"weeks {reading.weeks_note}", ""),
        ),
        plan="" if entry.empty else fill(said["plan"][kind], {**typed, "ask": ask}),
    )


def fill(text: str, typed: dict[str, str]) -> str:
    """The text with what the reader typed in its places; what they typed is never read for places itself."""
    return re.sub(r"\{([a-z]+)\}", lambda place: typed.get(place[1], place[0]), text)


def _typed(text: str) -> str:
    return text.strip(" ").lower().removesuffix("mg").strip(" ")


def say_count(said: dict[str, Any], count: int, rows: int) -> str:
    """How many of the entries would count by a time and did not help enough, in the words of `texts`."""
    if rows < 2:
        key = "empty" if not rows else "lone-one" if count else "lone-none"
    else:
        key = "none" if not count else "one" if count == 1 else "many"
    return fill(said["counts"][key], {"count": str(count), "rows": str(rows)})


def blank_columns(w: Words) -> list[str]:
    """What stands above the columns of a list to fill in by hand: the same on the page and on a handout."""
    return [
        w.say("Medicine"),
        w.say("Highest dose a day, in mg"),
        w.say("Weeks at that dose"),
        w.say("Taken how regularly"),
        w.say("Helped how much"),
        w.say("Still taking, or why stopped"),
    ]


def case_entries(w: Words) -> list[Entry]:
    """The entries of the published case. Two medicines taken together have a name that is typed, so it is said here."""
    named = {"": "", "duloxetine + aripiprazole": w.say("duloxetine + aripiprazole")}
    return [replace(trial.entry, named=named[trial.entry.named]) for trial in CASE]


def published(w: Words) -> list[str]:
    """What the article calls each medicine of the published case, in its order."""
    called = {
        "meets": w.say("The article counts it as a fair try that did not help."),
        "short": w.say("The article does not count it: too short."),
        "below": w.say("The article does not count it: the dose was too low."),
        "lost": w.say("The article says that it helped, and then wore off."),
    }
    return [called[trial.published] for trial in CASE]


def published_answer(w: Words) -> str:
    """The article's own count, to stand beside those by each time."""
    return w.say("It counts {count} of these {rows}.", count=published_count(), rows=len(CASE))


def about_case(w: Words) -> list[str]:
    """The published answer, and why this page reads some rows in another way."""
    return [
        w.say(
            "The article’s answer: of these {rows} medicines, {count} count. They are the first and the last. "
            "So a long list is not always a list of fair tries.",
            rows=len(CASE),
            count=published_count(),
        ),
        w.say(
            "This page reads some rows in another way, and that is worth seeing. The article uses a form for "
            "clinicians, with its own dose for each medicine. Here it is the label’s usual range. "
            "The article also judges a pair, which we do not."
        ),
        w.say(
            "The article gives some times in months and years; here they are in weeks. It does not say which form of "
            "venlafaxine was taken, nor how regularly; here it is the long-acting form, taken as prescribed."
        ),
    ]


def every_text(known: Registry, w: Words) -> list[str]:
    """All that is said with a number of a made-up list or of the published case: what the claims lint holds it to."""
    said, ranges = texts(w, known), {id: drug.doses for id, drug in dosed(known).items()}
    every = [*about_case(w), published_answer(w), *said["counts"].values()]
    for entries in (EXAMPLE, tuple(trial.entry for trial in CASE)):
        readings = [read(entry, ranges) for entry in entries]
        every += [say(said, *pair).entered for pair in zip(entries, readings, strict=True)]
        every += [say_count(said, count, len(entries)) for count in counts(readings)]
    return every


def choices(w: Words) -> dict[str, dict[str, str]]:
    """What a reader chooses among, by trait and key."""
    offered = {
        "taken": {
            "": w.say("I do not know"),
            "nearly": w.say("Every day, or nearly"),
            "some": w.say("I missed some doses in most weeks"),
            "breaks": w.say("On and off"),
        },
        "helped": {
            "": w.say("I do not know"),
            "none": w.say("Not at all, or hardly"),
            "some": w.say("Some, but less than half"),
            "half": w.say("At least half better"),
            "well": w.say("Well again, or nearly"),
            "lost": w.say("It helped, then wore off"),
        },
        "now": {
            "": w.say("I do not know"),
            "still": w.say("I still take it"),
            "ended": w.say("I stopped it"),
            "effects": w.say("I stopped because of side effects"),
        },
    }
    return offered
