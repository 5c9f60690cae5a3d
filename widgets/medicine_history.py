"""The medicines tried so far, beside the dose and the time that rules ask for: a worksheet for a visit, no verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import traitlets

from nextsteps.evidence import Registry, registry
from nextsteps.models.medicine_trials import (
    BENEFIT,
    CASE,
    CASE_CLAIM,
    EXAMPLE,
    FINDINGS,
    HELPED,
    KNOWN,
    LONG_WEEKS,
    MOST_ROWS,
    MOST_WEEKS,
    NOW,
    TAKEN,
    WEEKS,
    Entry,
    Reading,
    counts,
    finding_table,
    published_count,
    read,
    typed_weeks,
)
from nextsteps.wording import medicine_trials as say
from nextsteps.wording import words
from nextsteps.wording.citations import cited
from widgets.lesson_widget import LessonWidget

FIELDS = tuple(field.name for field in fields(Entry))
#: Where the drawing of the weeks ends. A longer bar has an arrow.
DRAWN_WEEKS = 12
#: What clinicians usually talk about, and what the weeks and doses rest on, each in the words of its claim.
TALKED_OF = ("trd.check-first", "antidepressants.half-take-over-6-weeks")
RESTS_ON = ("trd.no-agreed-definition", "trd.commonest-definition", "trd.questionnaire-agreement")
#: How long the studies of these medicines lasted: where six and eight weeks stand beside the four of TALKED_OF.
STUDIES = "antidepressants.primary-care-ssri"


class MedicineHistory(LessonWidget):
    """The reader's own list of medicines and how each compares, with two lists to look at. State: `rows`, their own.

    A row holds the fields of `Entry`, as typed, so that nothing a reader writes is lost, right or wrong.
    """

    stem = "medicine_history"
    #: Rows that were kept while a reader still chose which list to see are shown too.
    edition = "ba7737ae"
    rows = traitlets.List(traitlets.Dict(), maxlen=MOST_ROWS).tag(sync=True, choice=True)

    def __init__(
        self, name: str = "medicines-so-far", *, known: Registry | None = None, language: str = "en", **chosen: Any
    ) -> None:
        """`known` is the package's registry unless another is given. EvidenceError if a claim may not be shown."""
        self.words = w = words(language)
        self.known = known or registry()
        self.case = self.known.claim(CASE_CLAIM)
        self.texts = say.texts(w, self.known)
        self.case_entries = say.case_entries(w)
        self.ranges = {id: self.known.doses(id) for id in say.dosed(self.known)}
        states: dict[str, Any] = {
            **self.texts,
            "choices": say.choices(w),
            "named": list(say.NAMED),
            "codes": {
                "taken": {key: KNOWN.index(met) for key, met in TAKEN.items()},
                "helped": {key: BENEFIT.index(benefit) for key, benefit in HELPED.items()},
                "now": {key: int(effects) for key, effects in NOW.items()},
                "dose": {"below": KNOWN.index(False), "within": KNOWN.index(True), "above": KNOWN.index(True)},
                "known": [KNOWN.index(answer) for answer in (False, True, None)],
            },
            "found": finding_table(),
            "letters": {letter: key for key, letter in FINDINGS.items()},
            "asked_weeks": list(WEEKS),
            "limits": [LONG_WEEKS, MOST_WEEKS, MOST_ROWS, DRAWN_WEEKS],
            "times": [*self._times(), w.say("If four, six or eight weeks is enough")],
            "say": {
                "added": w.say("A new medicine is on the list: place {place}.", place="{place}"),
                "removed": w.say("{medicine} is off the list.", medicine="{medicine}"),
                "back": w.say("{medicine} is back on the list.", medicine="{medicine}"),
                "moved": w.say("{medicine} is now in place {place}.", medicine="{medicine}", place="{place}"),
                "full": w.say("The list is full: it holds twelve. Paper has room for more."),
                "up": w.say("Move up: {medicine}", medicine="{medicine}"),
                "down": w.say("Move down: {medicine}", medicine="{medicine}"),
                "remove": w.say("Remove: {medicine}", medicine="{medicine}"),
            },
        }
        super().__init__(**{"name": name, "states": states, "plan_title": w.say("Medicines I have tried"), **chosen})

    @traitlets.validate("rows")
    def _known_rows(self, proposal: Any) -> list[dict[str, str]]:
        offered = {**dict.fromkeys(FIELDS), **say.choices(self.words)}
        for number, row in enumerate(proposal["value"], 1):
            for field, value in row.items():
                if field not in offered or not isinstance(value, str):
                    raise traitlets.TraitError(
                        f"Row {number} has {field}={value!r}; a row holds text for: {', '.join(FIELDS)}"
                    )
                allowed = self.texts["medicines"] if field == "medicine" else offered[field]
                if allowed is not None and value not in allowed:
                    raise traitlets.TraitError(
                        f"Row {number} has {field}={value!r}; choose one of: {', '.join(filter(None, allowed))}"
                    )
        return [dict(row) for row in proposal["value"]]

    def content(self) -> dict[str, Any]:
        w = self.words
        return {
            "own": self._list([Entry(**row) for row in self.rows]),
            "example": self._list(EXAMPLE),
            "case": self._list(self.case_entries, say.published(w)),
            "marks": [(weeks, _across(weeks)) for weeks in (0, *WEEKS, DRAWN_WEEKS)],
            "lines": [_across(weeks) for weeks in WEEKS],
            "times": self._times(),
            "all_times": self.states["times"][-1],
            "article_says": say.published_answer(w),
            "article_dots": [place < published_count() for place in range(len(CASE))],
            "medicines": [(id, m["label"]) for id, m in self.texts["medicines"].items() if id],
            "choices": self.states["choices"],
            "about_case": say.about_case(w),
            "case_source": self._source(self.case.source),
            "talked_of": [(id, w.entry(self.known.claim(id).statement)) for id in TALKED_OF],
            "rests_on": [(id, w.entry(self.known.claim(id).statement)) for id in RESTS_ON],
            "studies": (STUDIES, w.entry(self.known.claim(STUDIES).follow_up)),
            "say": self._labels(),
        }

    def _list(self, entries: Sequence[Entry], published: Sequence[str] = ()) -> dict[str, Any]:
        """A list as the page shows it: its medicines in words and as bars, and how many would count by each time."""
        readings = [read(entry, self.ranges) for entry in entries]
        return {
            "trials": [
                {
                    "said": say.say(self.texts, entry, reading),
                    "bar": self._bar(entry, reading),
                    "published": published[i] if published else "",
                }
                for i, (entry, reading) in enumerate(zip(entries, readings, strict=True))
            ],
            "totals": [
                (title, count, say.say_count(self.texts, count, len(entries)))
                for title, count in zip(self._times(), counts(readings), strict=True)
            ],
        }

    def _labels(self) -> dict[str, Any]:
        w = self.words
        return {
            "what": w.say(
                "What you type is set beside what many rules ask for: a usual dose, enough weeks, and taken as "
                "prescribed. This cannot say what you have, and it is not advice about doses."
            ),
            "steps": [
                w.say("Press “Add a medicine”."),
                w.say(
                    "Choose its name, and fill in what you remember. Gaps are normal. Each gap is a question to ask."
                ),
                w.say("Add the next one. Your list goes on your plan for the visit."),
            ],
            "look": w.say("Not sure how? A made-up list stands below. Open it to see how one looks."),
            "own": w.say("My own list"),
            "example": w.say("A made-up list, to see how it works"),
            "case": w.say("A published teaching case"),
            "made_up": w.say("Nobody took these medicines in this way. The list shows how to read yours."),
            "published": w.say("Read the article"),
            "medicine": w.say("Medicine"),
            "choose": w.say("Choose a medicine"),
            "named": w.say("Its name"),
            "dose": w.say("Highest dose, in mg a day"),
            "weeks": w.say("Weeks at that dose"),
            "taken": w.say("How often did you take it?"),
            "helped": w.say("How much did it help?"),
            "now": w.say("And now?"),
            "up": w.say("Move up"),
            "down": w.say("Move down"),
            "remove": w.say("Remove"),
            "undo": w.say("Undo"),
            "add": w.say("Add a medicine"),
            "here": w.say("What you type stays on this device. Nothing is sent. “Clear my answers” empties it."),
            "ask": w.say("A question to ask:"),
            "drawing": w.say("How long each one was taken"),
            "how": w.say(
                "Each bar is one medicine: the weeks at its highest dose. The lines stand at four, six and eight "
                "weeks. The picture ends at twelve weeks, and an arrow means longer."
            ),
            "solid": w.say("a usual dose or more, and taken as prescribed"),
            "open": w.say("one of these is not so, or we do not know"),
            "table": w.say("The same as a table"),
            "columns": [w.say("Medicine"), w.say("What was entered"), *self._times()],
            "by_time": w.say("How many would count as a fair try?"),
            "counted": w.say(
                "That depends on how many weeks you ask for. Here one counts if the dose was a usual one or more, it "
                "was taken as prescribed for that long, and it did not help enough."
            ),
            "no_verdict": w.say("These counts describe a list. They do not say what you have, or what to do."),
            "article": w.say("The article"),
            "talk": w.say("What clinicians discuss when a medicine has not helped"),
            "next": w.say(
                "After that, people often talk about next steps: another medicine, an added medicine, or talk therapy. "
                "Or TMS (magnetic pulses to the head), esketamine (a nasal spray, given at a clinic) or ECT (a brief "
                "seizure, asleep). You can ask about every one of them."
            ),
            "ask_first": w.say("Please do not change or stop a medicine because of this page. Ask first."),
            "rests": w.say("Where the weeks and doses come from"),
            "ranges": w.say(
                "The doses are the usual ranges on US labels, and nothing more. The list of sources has each label."
            ),
            "four": w.say("Four weeks is when the guideline below looks again if nothing has helped at all."),
            "six_eight": w.say(
                "Six and eight weeks are how long many studies lasted. One review of studies gives this span:"
            ),
            "forms": w.say("Clinicians also use forms for this. This page copies none of them."),
            "blank": w.say("A blank table, to print and fill in by hand"),
            "blank_how": w.say("A pharmacy can print what it gave you, and when. That helps with the gaps."),
            "blank_columns": say.blank_columns(w),
            "no_script": w.say(
                "To type your own list, this page needs scripts. Without them, print the blank table below."
            ),
        }

    def _times(self) -> list[str]:
        w = self.words
        return [
            w.say("If four weeks is enough"),
            w.say("If six weeks is enough"),
            w.say("If eight weeks is enough"),
        ]

    def _source(self, id: str) -> tuple[str, str]:
        source = self.known.sources[id]
        return source.url, cited(source, self.words.language)

    def _bar(self, entry: Entry, reading: Reading) -> dict[str, Any]:
        weeks = typed_weeks(entry.weeks) if reading.weeks is not None else 0
        assert weeks is not None  # reading.weeks would be None
        return {
            "width": _across(min(weeks, DRAWN_WEEKS)),
            "more": weeks > DRAWN_WEEKS,
            "solid": reading.dose in ("within", "above") and bool(TAKEN[entry.taken]),
        }

    def every_state(self) -> list[str]:
        lines = [f"{self.texts['medicines'][id]['said']} [drug.{id}]" for id in self.ranges]
        lines += [self.texts["medicines"][id]["said"] for id in say.UNLISTED]
        for part in ("dose", "taken", "helped", "now", "findings", "ask", "wrong"):
            lines += [f"{part} {key or '(not entered)'}: {text}" for key, text in self.texts[part].items() if text]
        lines += self.texts["weeks"]
        labels = self._labels()
        for title, shown in ((labels["example"], "example"), (f"{labels['case']} [{CASE_CLAIM}]", "case")):
            listed = self.content()[shown]
            lines.append(title)
            for trial in listed["trials"]:
                said = trial["said"]
                lines += [said.title, said.entered, *said.lines, "; ".join(said.findings), said.ask]
                lines += [trial["published"]] if trial["published"] else []
            lines += [text for _, _, text in listed["totals"]]
        return [*lines, say.published_answer(self.words), *say.about_case(self.words)]


def _across(weeks: float) -> str:
    """Where so many weeks stand in the drawing, from its left edge."""
    return f"{round(weeks / DRAWN_WEEKS * 100, 2):g}%"
