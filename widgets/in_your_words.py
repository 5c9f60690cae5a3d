"""Say it first, then see how we say it: a box for the reader's own words, which no one reads and nothing rates."""

from __future__ import annotations

from typing import Any

import traitlets

from nextsteps.wording import words
from nextsteps.wording.in_your_words import questions
from widgets.lesson_widget import LessonWidget

#: More than anybody says to a friend, and little enough to keep in a tab.
MOST = 2000


class InYourWords(LessonWidget):
    """One or two questions to answer in your own words, each with ours folded away below it.

    State: `written`, the reader's words by question; `taken`, the questions whose words go on the plan. `states` gives
    our words by question: the browser never compares the two, only the reader does.

    >>> InYourWords("in-your-words", of="tms")   # doctest: +SKIP
    """

    stem = "in_your_words"
    written = traitlets.Dict(value_trait=traitlets.Unicode(), key_trait=traitlets.Unicode()).tag(sync=True, choice=True)
    taken = traitlets.List(traitlets.Unicode()).tag(sync=True, choice=True)

    def __init__(self, name: str, of: str, *, language: str = "en", **chosen: Any) -> None:
        """`of` says which lesson asks, for example "tms". Raises ValueError for another."""
        self.words = words(language)
        lessons = questions(self.words)
        if of not in lessons:
            raise ValueError(f"There are no questions of {of!r}; use one of: {', '.join(lessons)}.")
        self.questions = lessons[of]
        states = {q.key: q.ours for q in self.questions}
        title = self.words.say("In my own words")
        super().__init__(**{"name": name, "states": states, "plan_title": title, **chosen})

    @traitlets.validate("written", "taken")
    def _known_questions(self, proposal: Any) -> Any:
        known = [q.key for q in self.questions]
        for key in proposal["value"]:
            if key not in known:
                raise traitlets.TraitError(f"There is no question {key!r} here; choose among: {', '.join(known)}")
        return proposal["value"]

    def content(self) -> dict[str, Any]:
        w = self.words
        return {
            "questions": self.questions,
            "written": self.written,
            "taken": self.taken,
            "most": MOST,
            "here": w.say("What you write stays in this tab. No one reads it, and nothing rates it."),
            "show": w.say("See how we say it"),
            "compare": w.say("Yours can be quite different. Is something in ours that you want to add?"),
            "take": w.say("Put my words on my plan for the visit"),
            "no_script": w.say("Say it aloud or write it on paper first. Then see how we say it."),
        }

    def every_state(self) -> list[str]:
        return [f"{q.ask} {q.ours}" for q in self.questions]
