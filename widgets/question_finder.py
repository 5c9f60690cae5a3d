"""A box that narrows the questions on a page to those with the words a reader types. Crisis help always stays."""

from __future__ import annotations

from typing import Any

from nextsteps.wording import words
from widgets.lesson_widget import LessonWidget


class QuestionFinder(LessonWidget):
    """The box. The questions themselves are prose of the lesson, each in a cell of its own with `"part": "question"`.

    What is typed is no trait: it is kept nowhere, not even in the tab. `states` gives what is said of the questions
    left: "none", "one", "many" (with {count}), and "all"; and "passed", the small words that no question is sought by.
    In JupyterLab, where no question can be folded, the box stays away.
    """

    stem = "question_finder"

    def __init__(self, name: str, *, language: str = "en", **chosen: Any) -> None:
        self.words = w = words(language)
        states = {
            "all": w.say("All questions are here."),
            "one": w.say("One question has your words. It is below."),
            "many": w.say("{count} questions have your words. They are below.", count="{count}"),
            "none": w.say(
                "No question here has these words. That does not make it a bad question. "
                "Try one shorter word, or bring your question to your visit. "
                "Crisis help stays at the top and at the end of this page."
            ),
            "passed": w.say(
                "a about am an and any are be can could did do does for from get had has have how i if in is it its me "
                "my not of on or our should so some that the them there they this to us was we what when where which "
                "who why will with would you your"
            ),
        }
        super().__init__(**{"name": name, "states": states, **chosen})

    def content(self) -> dict[str, Any]:
        w = self.words
        return {
            "label": w.say("Look for a word"),
            "hint": w.say("For example: driving, cost, pain. What you type stays on this page and is not kept."),
            "again": w.say("Show all questions"),
        }

    def every_state(self) -> list[str]:
        return [f"{state}: {said}" for state, said in self.states.items()]
