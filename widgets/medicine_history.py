"""The medicines tried so far, beside what published yardsticks ask of each: a worksheet for a visit, and no verdict."""

from __future__ import annotations

from dataclasses import asdict, fields
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

LISTS = ("example", "case", "mine")
FIELDS = tuple(field.name for field in fields(Entry))
#: Where the drawing of the weeks ends. A longer bar has an arrow.
DRAWN_WEEKS = 12
#: What clinicians usually talk about, and what the yardsticks rest on, each in the words of its claim.
TALKED_OF = ("trd.check-first", "trd.many-are-pseudo-resistant", "antidepressants.half-take-over-6-weeks")
RESTS_ON = ("trd.no-agreed-definition", "trd.commonest-definition", "trd.questionnaire-agreement")
#: How long the studies of these medicines lasted: where six and eight weeks stand beside the four of TALKED_OF.
STUDIES = "antidepressants.primary-care-ssri"


class MedicineHistory(LessonWidget):
    """A list of medicines and how each compares. State: `showing` (a list of LISTS) and `rows`, the reader's own list.

    A row holds the fields of `Entry`, as typed, so that nothing a reader writes is lost, right or wrong.
    """

    stem = "medicine_history"
    showing = traitlets.Enum(LISTS, LISTS[0]).tag(sync=True, choice=True)
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
        self.ranges = {id: self.known.drug(id).doses for id in say.dosed(self.known)}
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
            "yardsticks": list(WEEKS),
            "limits": [LONG_WEEKS, MOST_WEEKS, MOST_ROWS, DRAWN_WEEKS],
            "lists": {
                "example": [_numbers(entry) for entry in EXAMPLE],
                "case": [_numbers(entry) for entry in self.case_entries],
            },
            "published": say.published(w),
            "times": [*self._times(), w.say("Four, six and eight weeks")],
            "titles": {
                "example": w.say("A made-up list"),
                "case": w.say("The published teaching case"),
                "mine": w.say("My own list"),
            },
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

    def entries(self, showing: str) -> list[Entry]:
        """The entries of one of LISTS."""
        if showing == "mine":
            return [Entry(**row) for row in self.rows]
        return list(EXAMPLE) if showing == "example" else self.case_entries

    def content(self) -> dict[str, Any]:
        w = self.words
        entries = self.entries(self.showing)
        readings = [read(entry, self.ranges) for entry in entries]
        said = [say.say(self.texts, *pair) for pair in zip(entries, readings, strict=True)]
        totals = counts(readings)
        return {
            "showing": self.showing,
            "titles": self.states["titles"],
            "list_title": self.states["titles"][self.showing],
            "trials": [
                {"said": words, "bar": self._bar(entry, reading), "published": self._published(i)}
                for i, (entry, reading, words) in enumerate(zip(entries, readings, said, strict=True))
            ],
            "marks": [(weeks, _across(weeks)) for weeks in (0, *WEEKS, DRAWN_WEEKS)],
            "lines": [_across(weeks) for weeks in WEEKS],
            "times": self._times(),
            "all_times": self.states["times"][-1],
            "article_says": say.published_answer(w),
            "article_dots": [place < published_count() for place in range(len(CASE))],
            "totals": [
                (title, count, say.say_count(self.texts, count, len(entries)))
                for title, count in zip(self._times(), totals, strict=True)
            ],
            "medicines": [(id, m["label"]) for id, m in self.texts["medicines"].items() if id],
            "choices": self.states["choices"],
            "case": say.about_case(w),
            "case_source": self._source(self.case.source),
            "most": MOST_ROWS,
            "talked_of": [(id, w.entry(self.known.claim(id).statement)) for id in TALKED_OF],
            "rests_on": [(id, w.entry(self.known.claim(id).statement)) for id in RESTS_ON],
            "studies": (STUDIES, w.entry(self.known.claim(STUDIES).follow_up)),
            "say": self._labels(),
        }

    def _labels(self) -> dict[str, Any]:
        w = self.words
        return {
            "what": w.say(
                "This is a worksheet to bring to a visit. It sets what you type beside published yardsticks. "
                "It cannot say what you have, and it is not advice about doses."
            ),
            "memory": w.say("Fill in what you remember. Gaps are normal, and each gap is a question you can ask."),
            "which": w.say("Which list?"),
            "load": {
                "example": w.say("A made-up list"),
                "case": w.say("The published teaching case"),
                "mine": w.say("My own list"),
            },
            "made_up": w.say("Nobody took these medicines in this way. The list shows how to read yours."),
            "published": w.say("Read the article"),
            "medicine": w.say("Medicine"),
            "choose": w.say("Choose a medicine"),
            "named": w.say("Its name"),
            "dose": w.say("Highest dose, in mg a day"),
            "weeks": w.say("Weeks at that dose"),
            "taken": w.say("How regularly?"),
            "helped": w.say("How much did it help?"),
            "now": w.say("And now?"),
            "up": w.say("Move up"),
            "down": w.say("Move down"),
            "remove": w.say("Remove"),
            "undo": w.say("Undo"),
            "add": w.say("Add a medicine"),
            "empty": w.say("Your list is empty. It can hold twelve medicines, in any order."),
            "here": w.say("What you type stays on this device. Nothing is sent. “Clear my answers” empties it."),
            "ask": w.say("A question to ask:"),
            "drawing": w.say("How long each one was taken"),
            "how": w.say(
                "Each bar is one medicine: the weeks at its highest dose. The lines stand at four, six and eight "
                "weeks. The picture ends at twelve weeks, and an arrow means longer."
            ),
            "solid": w.say("dose and regularity meet the yardsticks"),
            "open": w.say("one of them does not, or we do not know"),
            "table": w.say("The same as a table"),
            "columns": [w.say("Medicine"), w.say("What was entered"), *self._times()],
            "by_time": w.say("How many meet each yardstick of time"),
            "not_counted": w.say(
                "The dose and how regularly it was taken must meet their yardsticks too. Not counted are medicines "
                "that helped, that side effects ended early, or that we know too little of."
            ),
            "no_verdict": w.say("These counts describe a list. They do not say what you have, or what to do."),
            "article": w.say("The article"),
            "talk": w.say("What clinicians usually discuss then"),
            "next": w.say(
                "After that, people often talk about next steps: another medicine, an added medicine, talk therapy, "
                "TMS, esketamine or ECT. You can ask about every one of them."
            ),
            "ask_first": w.say("Please do not change or stop a medicine because of this page. Ask first."),
            "rests": w.say("Where the yardsticks come from"),
            "ranges": w.say(
                "The doses are the usual ranges on US labels, and nothing more. The list of sources has each label."
            ),
            "four": w.say("Four weeks is when the guideline below looks again if nothing has helped at all."),
            "six_eight": w.say(
                "Six and eight weeks are how long many studies lasted. One review of studies gives this span:"
            ),
            "forms": w.say(
                "Clinicians also use forms for this, such as the MGH-ATRQ and the ATHF. This page copies none of them."
            ),
            "blank": w.say("A blank table, to print and fill in by hand"),
            "blank_how": w.say("A pharmacy can print what it gave you, and when. That helps with the gaps."),
            "blank_columns": say.blank_columns(w),
            "no_script": w.say(
                "To type your own list, this page needs scripts. Without them, print the blank table below."
            ),
        }

    def _times(self) -> list[str]:
        w = self.words
        return [w.say("Four weeks"), w.say("Six weeks"), w.say("Eight weeks")]

    def _published(self, row: int) -> str:
        return str(self.states["published"][row]) if self.showing == "case" else ""

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
        lines += [*self.texts["weeks"], self.texts["no_weeks"]]
        for showing in ("example", "case"):
            entries = self.entries(showing)
            readings = [read(entry, self.ranges) for entry in entries]
            lines.append(self.states["titles"][showing] + (f" [{CASE_CLAIM}]" if showing == "case" else ""))
            for i, pair in enumerate(zip(entries, readings, strict=True)):
                said = say.say(self.texts, *pair)
                lines += [said.title, said.entered, *said.lines, "; ".join(said.findings), said.ask]
                lines += [self.states["published"][i]] if showing == "case" else []
            lines += [say.say_count(self.texts, count, len(entries)) for count in counts(readings)]
        return [*lines, say.published_answer(self.words), *say.about_case(self.words)]


def _across(weeks: float) -> str:
    """Where so many weeks stand in the drawing, from its left edge."""
    return f"{round(weeks / DRAWN_WEEKS * 100, 2):g}%"


def _numbers(entry: Entry) -> dict[str, str | float]:
    """The entry without what is empty, its dose and weeks as numbers: nobody takes a list for a claim of this page."""
    kept: dict[str, str | float] = {field: value for field, value in asdict(entry).items() if value}
    return {field: float(value) if field in ("dose", "weeks") else value for field, value in kept.items()}
