"""The PHQ-9 to fill in, word for word: its own total and its printed bands, and crisis help at its ninth question."""

from __future__ import annotations

from typing import Any

import traitlets

from nextsteps.evidence import EvidenceError, registry
from nextsteps.evidence.phq9 import LANGUAGES as READ_IN
from nextsteps.models.phq9 import CHANGES, HIGHEST, ITEMS, POINTS, band, band_starts, change
from nextsteps.wording import phq9 as say
from nextsteps.wording import words
from nextsteps.wording.crisis import help_now
from widgets.lesson_widget import LessonWidget

#: The claims that the bands, the least change, and the half rest on, and that the form may be shown.
BANDS, LEAST, HALF, FREE = (
    "phq9.bands",
    "phq9.meaningful-change",
    "tms.clinics-response-by-patient",
    "phq9.free-to-use",
)
#: An answer as a trait: its points as text, or "" as long as there is none.
ANSWERS = ("", *(str(points) for points in POINTS))


class Phq9(LessonWidget):
    """The form. State: nine `answers` and `difficulty` ("" or "0" to "3"), `earlier` as typed, `offered` to the plan.

    The form is word for word in every language that it was read in, and English in all others. A total stands there
    once all nine are answered.
    """

    stem = "phq9"
    answers = traitlets.List(traitlets.Enum(ANSWERS), [""] * ITEMS, minlen=ITEMS, maxlen=ITEMS).tag(
        sync=True, choice=True
    )
    difficulty = traitlets.Enum(ANSWERS, "").tag(sync=True, choice=True)
    earlier = traitlets.Unicode("", help="An earlier total, as typed").tag(sync=True, choice=True)
    offered = traitlets.Bool(False, help="Whether the total goes into the conversation plan").tag(
        sync=True, choice=True
    )

    def __init__(self, name: str = "phq-9", *, language: str = "en", **chosen: Any) -> None:
        """Raises EvidenceError if the form or one of its claims may not be shown; TraitError for an unknown answer."""
        self.words = w = words(language)
        # A form that was validated as it stands is not ours to translate: elsewhere it is English, and marked so.
        self.read_in = language if language in READ_IN else "en"
        self.form = say.form(self.read_in)
        bands, least, half, _ = (registry().claim(id) for id in (BANDS, LEAST, HALF, FREE))
        if least.value is None or (half.scale, half.outcome) != ("PHQ-9", "response"):
            raise EvidenceError(
                f"{least.file}: {LEAST} must give a number of points, and {HALF} people who got half better by PHQ-9."
            )
        self.starts = band_starts(bands)
        self.least = int(least.value)
        totals = range(HIGHEST + 1)
        states: dict[str, Any] = {
            "reached": [band(points, self.starts) for points in totals],
            "total": say.total_sentences(w, self.starts),
            "line": say.plan_lines(w, self.starts),
            "change": list(say.change_sentences(w, self.least).values()),
            # One digit for each total that may stand here now, one row for each that may have stood there before.
            "changed": [
                "".join(str(CHANGES.index(change(now, earlier, self.least))) for now in totals) for earlier in totals
            ],
            "earlier": say.earlier_line(w),
            "none": w.say("Once all nine questions are answered, your total will stand here."),
            "missing": w.say("No total yet. Still without an answer: {numbers}.", numbers="{numbers}"),
            "wrong": say.wrong_earlier(w),
        }
        super().__init__(**{"name": name, "states": states, "plan_title": w.say("My PHQ-9"), **chosen})

    def content(self) -> dict[str, Any]:
        w, names = self.words, say.band_names(self.words)
        return {
            "form": self.form,
            "read_in": "" if self.read_in == w.language else self.read_in,
            "answers": self.answers,
            "difficulty": self.difficulty,
            "earlier": self.earlier,
            "offered": self.offered,
            "not_scored": w.say("This last question is part of the form. It has no points."),
            "always": w.say("Whatever you answer here, someone is there to talk with, day and night."),
            "now": help_now(w),
            "total_title": w.say("Your total"),
            "whatever": w.say(
                "Whatever the total, your answer to question nine counts most. Please tell someone today."
            ),
            "nothing_yet": self.states["none"],
            "next": w.say("Go to the next one"),
            "no_diagnosis": w.say("A score is not a diagnosis."),
            "what_for": w.say(
                "It cannot say which treatment fits you. It can help you and your clinician see what changes."
            ),
            "by_hand": w.say("To count by hand, add the points of your nine answers. My total:"),
            "bands_title": w.say("The people who made the form use these words"),
            "bands": [
                w.say("{start} or more: {band}", start=start, band=name)
                for start, name in zip(self.starts, names, strict=True)
            ],
            "talk": w.say(
                "A total of {ten} or more means it is time to talk with a clinician. You can do so at any total.",
                ten=self.starts[1],
            ),
            "earlier_title": w.say("An earlier total, if you have one"),
            "earlier_note": w.say(
                "The {least} points are from one study of older adults, and half is what studies count. "
                "Neither says what will happen next.",
                least=self.least,
            ),
            "offer": w.say("Put the total in my plan"),
            "offer_note": w.say("Only the total goes there, not your answers."),
            "here": w.say("Your answers stay in this tab. Nothing is sent, and they go when you close it."),
        }

    def every_state(self) -> list[str]:
        states = self.states
        return [
            *self.form.items,
            *states["total"],
            *(f"{kind}: {sentence}" for kind, sentence in zip(CHANGES, states["change"], strict=True)),
            *states["line"],
            states["none"],
            states["missing"],
            states["wrong"],
            self.form.credit,
        ]
