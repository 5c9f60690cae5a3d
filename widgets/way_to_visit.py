"""The reader's way to a visit, a few drawn steps: each has its line drawing, and its words lead to where it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from nextsteps.wording import words
from nextsteps.wording.language import Words
from widgets.lesson_widget import MARKUP

#: Line drawings of our own on a square of 64; what stands in a group is what the step is about.
DRAWINGS = {
    "medicine": '<path d="M18 6h28v10H18zM21 16v5c-5 2-7 5-7 10v23c0 3 1 4 4 4h28c3 0 4-1 4-4V31c0-5-2-8-7-10v-5"/>'
    '<g><path d="M23 40l7 7 12-15"/></g>',
    "choices": '<path d="M32 58V40C32 26 13 30 13 14M32 40V12M32 40C32 26 51 30 51 14'
    'M7 19l6-8 6 8M26 17l6-8 6 8M45 19l6-8 6 8"/><g><path d="M32 58h.1M24 58h16"/></g>',
    "plan": '<path d="M12 6h28l12 12v40H12zM40 6v12h12M32 30h12M32 40h12M32 50h12"/>'
    '<g><path d="M19 30l3 3 5-6M19 40l3 3 5-6M19 50l3 3 5-6"/></g>',
    "visit": '<path d="M11 34a7 7 0 1 0 14 0a7 7 0 1 0-14 0M39 34a7 7 0 1 0 14 0a7 7 0 1 0-14 0'
    'M6 58c0-9 4-13 12-13s12 4 12 13M34 58c0-9 4-13 12-13s12 4 12 13"/>'
    '<g><path d="M20 6h24v12H32l-7 6v-6h-5z"/></g>',
    "write": '<path d="M38 12H10v46h40V30M18 46h18M18 36h8"/><g><path d="M30 36l2-9L50 8l7 7-18 19z"/></g>',
}


@dataclass(frozen=True)
class Step:
    """One step: the key of its drawing, its title, what it means, and the place of a lesson where it is done, or ""."""

    draws: str
    title: str
    says: str
    link: str = ""

    @property
    def drawing(self) -> Markup:
        """The paths of the drawing."""
        return Markup(DRAWINGS[self.draws])


class WayToVisit:
    """Steps in their order, from where a reader is (`of`: a key of `WAYS`) to a visit.

    The drawings say no more than the words beside them, so a reader without eyes misses nothing. Nothing can be chosen:
    it is plain HTML, the same without scripts and on paper. A link names a cell, so it fits the lesson in any language.
    """

    def __init__(self, name: str, *, of: str, language: str = "en") -> None:
        """Raises ValueError for steps that nobody has drawn."""
        if of not in WAYS:
            raise ValueError(f"There is no way to a visit of {of!r}; use one of: {', '.join(WAYS)}.")
        self.name, self.steps = name, WAYS[of](words(language))

    def html(self) -> str:
        """The steps and their drawings as HTML."""
        return MARKUP.get_template("way_to_visit.html").render(name=self.name, steps=self.steps)

    def __repr__(self) -> str:
        return "\n".join([f"WayToVisit {self.name}", *(f"{step.title}: {step.says}" for step in self.steps)])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": repr(self)}


def _from_the_start(w: Words) -> list[Step]:
    return [
        Step(
            "medicine",
            w.say("Check what you take"),
            w.say("List each one, and for how long."),
            "trd_criteria.ipynb#at-medicines-so-far-text",
        ),
        Step(
            "choices",
            w.say("Look at your choices"),
            w.say("Tick what matters to you."),
            "next_steps.ipynb#at-side-by-side",
        ),
        Step(
            "plan",
            w.say("Make your plan"),
            w.say("Print it, or keep it as a file."),
            "next_steps.ipynb#at-plan",
        ),
        Step(
            "visit",
            w.say("Ask at your visit"),
            w.say("What do we check first? What are my choices? What if I wait?"),
            "next_steps.ipynb#at-next",
        ),
    ]


def _of_a_question(w: Words) -> list[Step]:
    return [
        Step("write", w.say("Write it down"), w.say("Do it as the question comes to you.")),
        Step(
            "plan",
            w.say("Put it in your plan"),
            w.say("Print the plan, or keep it as a file."),
            "next_steps.ipynb#at-plan",
        ),
        Step(
            "visit",
            w.say("Ask it"),
            w.say("Bring the plan with you. A pharmacist can answer many questions about a medicine, without a visit."),
        ),
    ]


def _when_symptoms_are_back(w: Words) -> list[Step]:
    return [
        Step(
            "medicine",
            w.say("Keep to your plan for now"),
            w.say(
                "Go on as prescribed until you have talked with your prescriber. "
                "A medicine can have side effects. If one bothers you, call, and do not wait for the visit."
            ),
        ),
        Step("visit", w.say("Make the visit"), w.say("Say that your symptoms are back, and when it began.")),
        Step(
            "plan",
            w.say("Bring your lists"),
            w.say("What you ticked under signs and reasons is ready in your own words."),
            "next_steps.ipynb#at-plan",
        ),
        Step(
            "choices",
            w.say("Ask three things"),
            w.say("What do we check first? What are my choices? What happens if we change nothing?"),
        ),
    ]


def _of_a_list(w: Words) -> list[Step]:
    return [
        Step(
            "write",
            w.say("Bring your list"),
            w.say("Make it above, or print the blank table there. “I do not know” is a good answer."),
            "trd_criteria.ipynb#at-medicines-so-far-text",
        ),
        Step(
            "plan",
            w.say("Ask about the checks"),
            w.say("What you ticked above is ready in your own words, on your plan for the visit."),
            "next_steps.ipynb#at-plan",
        ),
        Step(
            "visit",
            w.say("Ask three things"),
            w.say("Has each medicine had a fair try? What would we try next, and why? What happens if we wait?"),
        ),
        Step(
            "medicine",
            w.say("Keep to your plan for now"),
            w.say("Go on as prescribed until you have talked with your prescriber."),
        ),
    ]


#: From where a reader is to the steps that lead to a visit.
WAYS: dict[str, Callable[[Words], list[Step]]] = {
    "start": _from_the_start,
    "question": _of_a_question,
    "symptoms-back": _when_symptoms_are_back,
    "list": _of_a_list,
}
