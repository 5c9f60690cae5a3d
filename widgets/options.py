"""The choices for a next step side by side, question by question: the reader orders the questions, not the choices."""

from __future__ import annotations

from typing import Any

import traitlets

from nextsteps.charts.rows_of_dots import rows_of_dots
from nextsteps.wording import words
from nextsteps.wording.options import answers, counted, options, orders, questions
from widgets.lesson_widget import LessonWidget

#: What a reader may type in their own words, in characters: a line or two on the plan.
LONGEST = 200


class Options(LessonWidget):
    """Six choices and waiting, each answering the same seven questions.

    State: `first`, the keys of the questions that matter most, in the reader's order; `beside`, the keys of the choices
    to look at beside waiting (none: all of them); `own`, what else matters, in the reader's words. Which choice stands
    first is decided by the day of the week on the device, so what Python writes is the same every day.

    >>> Options("options-side-by-side")   # doctest: +SKIP
    """

    stem = "options"
    first = traitlets.List(traitlets.Unicode()).tag(sync=True, choice=True)
    beside = traitlets.List(traitlets.Unicode()).tag(sync=True, choice=True)
    own = traitlets.Unicode().tag(sync=True, choice=True)

    def __init__(self, name: str, *, language: str = "en", **chosen: Any) -> None:
        """Raises EvidenceError if a claim or a step that the choices rest on may not be shown."""
        w = self.words = words(language)
        self.options, self.questions, self.answers = options(w), questions(w), answers(w)
        self.counted = counted(w)
        states = {
            "orders": [" ".join(order) for order in orders(self.options)],
            "places": self._places(),
            "questions": {
                question.key: {
                    "asks": question.asks,
                    "line": question.line,
                    "next": w.say("Next question: {question}", question=question.asks),
                    "up": w.say("Move up: {question}", question=question.asks),
                    "down": w.say("Move down: {question}", question=question.asks),
                    "moved": w.say("Now in place {place}: {question}", place="{place}", question=question.asks),
                    "gone": w.say("Back in its own place: {question}", question=question.asks),
                }
                for question in self.questions
            },
            "options": {option.key: option.line for option in self.options},
            "why": {
                "none": w.say("You have ticked nothing yet, so the questions stand as we wrote them."),
                "some": w.say(
                    "You put these questions first, so they stand first below. "
                    "The choices keep their places, and nothing is scored."
                ),
            },
        }
        title = w.say("What matters to me, and choices to talk about")
        super().__init__(**{"name": name, "states": states, "plan_title": title, **chosen})

    @traitlets.validate("first")
    def _known_questions(self, proposal: Any) -> list[str]:
        return _known(proposal["value"], [question.key for question in self.questions], "question")

    @traitlets.validate("beside")
    def _known_options(self, proposal: Any) -> list[str]:
        choices = [option.key for option in self.options if option.key != "wait"]
        return _known(proposal["value"], choices, "choice")

    def _places(self) -> list[str]:
        """Where a question stands among all, by its place: a phone shows one answer at a time and no end."""
        return [self.words.say("Question {place} of seven", place=place) for place, _ in enumerate(self.questions, 1)]

    def content(self) -> dict[str, Any]:
        w = self.words
        shown = [option for option in self.options if not self.beside or option.key in [*self.beside, "wait"]]
        later = [question for question in self.questions if question.key not in self.first]
        by_key = {question.key: question for question in self.questions}
        return {
            "options": self.options,
            "questions": self.questions,
            "in_order": [*(by_key[key] for key in self.first), *later],
            "places": self._places(),
            "next": w.say("Next"),
            "next_named": {question.key: self.states["questions"][question.key]["next"] for question in self.questions},
            "step_1": w.say("Step 1"),
            "step_2": w.say("Step 2"),
            "answers": self.answers,
            "pictures": {
                option: [(group, rows_of_dots(group.people, group.of)) for group in groups]
                for option, groups in self.counted.items()
            },
            "dots": w.say(
                "A full dot is a person who got better, as that study counted it. A ring is a person who did not. "
                "Nobody can know which dot would be you."
            ),
            "first": self.first,
            "beside": self.beside,
            "hidden": [option.key for option in self.options if option not in shown],
            "own": self.own,
            "longest": LONGEST,
            "matters": w.say("What matters most to you? What you tick comes first."),
            "my_order": w.say("My order"),
            "up": w.say("Up"),
            "down": w.say("Down"),
            "own_label": w.say("Something else that matters to me"),
            "side_by_side": w.say("Which one or two do you want to look at closely?"),
            "wait_stays": w.say(
                "The page gets much shorter. “Wait, or change nothing” always stays beside what you tick. "
                "With no tick, you see all seven. You can come back and tick others."
            ),
            "why": self.states["why"]["some" if self.first else "none"],
            "ask": w.say("Ask your clinic:"),
            "rule": w.say(
                "The list starts at another choice each day, so that none is always first. It is no ranking."
            ),
            "no_script": w.say(
                "Here the choices stand in the order of the alphabet. Read first the questions that matter most to you."
            ),
            "for_plan": w.say("What you tick or write here goes to your plan below. It stays on this device."),
        }

    def every_state(self) -> list[str]:
        cells = [
            f"{question.asks} {option.name}: {answer.text} [{', '.join(answer.claims) or 'ask your clinic'}]"
            for question in self.questions
            for option in self.options
            for answer in [self.answers[question.key][option.key]]
        ]
        # An order begins on another day with another choice; the seven days are listed, so today's is not needed.
        days = [f"Day {day} of the week begins with: {order.split()[0]}" for day, order in self._days()]
        drawn = [
            f"Dots, {option.name}: {own.text}; {other.text}"
            for option in self.options
            for own, other in [self.counted[option.key]]
        ]
        return [*cells, *drawn, *(question.line for question in self.questions), *(o.line for o in self.options), *days]

    def _days(self) -> list[tuple[str, str]]:
        return list(zip("abcdefg", self.states["orders"], strict=True))


def _known(chosen: list[str], known: list[str], what: str) -> list[str]:
    for key in chosen:
        if key not in known:
            raise traitlets.TraitError(f"There is no {what} {key!r} among the choices; use: {', '.join(known)}.")
    return list(dict.fromkeys(chosen))
