"""Guess first, then see what a study counted: a guess is never wrong, and skipping it shows just the same."""

from __future__ import annotations

from typing import Any

import traitlets
from markupsafe import Markup

from nextsteps.charts import Chart
from nextsteps.evidence import EvidenceError, registry
from nextsteps.models.outcome import outcome
from nextsteps.wording import words
from nextsteps.wording.outcomes import people_of
from nextsteps.wording.two_groups import two_groups
from widgets.lesson_widget import LessonWidget

#: Where the slider stands before anyone moved it. It is no guess until then.
START = 50
#: How many people of 100 a guess may be away and still be called close, and then a little apart.
CLOSE, APART = 3, 15
GAPS = ("far-below", "below", "close", "above", "far-above")


class Guess(LessonWidget):
    """A question with a slider and a box, and the answer behind a fold. State: `guess` (0 to 100; -1 for none) and
    `revealed`. `states` gives the sentence of each gap, and `gap_of` the gap of each guess.

    >>> Guess("how-many-relapsed", "breakthrough.antler-relapse-while-staying", picture=chart)   # doctest: +SKIP
    """

    stem = "guess"
    guess = traitlets.Int(-1).tag(sync=True, choice=True)
    revealed = traitlets.Bool(False).tag(sync=True, choice=True)

    def __init__(
        self, name: str, claim: str, *, picture: Chart | None = None, language: str = "en", **chosen: Any
    ) -> None:
        """`claim` compares two groups; the guess is of the first. `picture` stands below the answer, complete as HTML.

        Raises EvidenceError for a claim that is not counted in people out of 100, or whose groups have no words.
        """
        self.words = words(language)
        found = outcome(registry().claim(claim))
        self.said = two_groups(self.words, found)
        if found.treated.of != 100 or found.treated.people is None:
            raise EvidenceError(
                f"{found.claim.file}, {claim}: a guess out of a hundred cannot stand beside "
                f"{people_of(self.words, found.treated)}; choose a larger study."
            )
        self.answer: int = found.treated.people
        self.counted = people_of(self.words, found.treated)
        self.picture = picture
        states = {"none": self._gap("none")} | {gap: self._gap(gap) for gap in GAPS}
        states["gap_of"] = [self.gap(guess) for guess in range(101)]
        super().__init__(**{"name": name, "states": states, **chosen})

    @traitlets.validate("guess")
    def _possible_guess(self, proposal: Any) -> int:
        if not -1 <= proposal["value"] <= 100:
            raise traitlets.TraitError(
                f"{proposal['value']} is no guess of people out of 100; give 0 to 100, or -1 for none."
            )
        return int(proposal["value"])

    def gap(self, guess: int) -> str:
        """How far a guess from 0 to 100 is from what was counted: one of GAPS."""
        away = guess - self.answer
        if abs(away) <= CLOSE:
            return "close"
        if away < 0:
            return "below" if away >= -APART else "far-below"
        return "above" if away <= APART else "far-above"

    def _gap(self, gap: str) -> str:
        w, counted = self.words, self.counted
        return {
            "none": w.say("The study counted {counted}.", counted=counted),
            "close": w.say("The study counted {counted}. Your guess is close to that.", counted=counted),
            "below": w.say("The study counted {counted}. That is some more people than you guessed.", counted=counted),
            "above": w.say("The study counted {counted}. That is some fewer people than you guessed.", counted=counted),
            "far-below": w.say(
                "The study counted {counted}. That is many more people than you guessed. "
                "Nobody can know such a number without being told.",
                counted=counted,
            ),
            "far-above": w.say(
                "The study counted {counted}. That is many fewer people than you guessed. "
                "Nobody can know such a number without being told.",
                counted=counted,
            ),
        }[gap]

    def content(self) -> dict[str, Any]:
        w = self.words
        return {
            "guess": self.guess,
            "start": START,
            "revealed": self.revealed,
            "ask": self.said.ask,
            "slide": w.say("Slide to your guess"),
            "or_type": w.say("or type it"),
            "of": w.say("of a hundred people"),
            "wrong": w.say("Only a whole number from 0 to 100 fits here. You can also use the slider."),
            "show": w.say("Show what the study counted"),
            "skip": w.say("Skip the guess"),
            "gap": self.states["none" if self.guess < 0 else self.gap(self.guess)] if self.revealed else "",
            "answer": self.said.sentence,
            "other_side": self.said.other_side,
            "picture": Markup(self.picture.html()) if self.picture else "",
        }

    def every_state(self) -> list[str]:
        said = [f"Question: {self.said.ask}", f"Answer: {self.said.sentence} {self.said.other_side}"]
        gaps = [f"{gap.replace('-', ' ')}: {self.states[gap]}" for gap in ("none", *GAPS)]
        return [*said, *gaps, *(repr(self.picture).splitlines() if self.picture else [])]
