"""One sheet for a visit: what the reader chose in every lesson, and their own words. With nothing chosen, a form."""

from __future__ import annotations

from typing import Any

import traitlets

from nextsteps.wording import words
from nextsteps.wording.conversation_plan import plan_words, sections
from nextsteps.wording.crisis import crisis_lines
from widgets.lesson_widget import LessonWidget

#: After which section the lines stand that lessons offer under headings of their own.
OTHERS_AFTER = "tried"


class ConversationPlan(LessonWidget):
    """The sheet. State: `written`, the reader's words by section; `edits`, their words for lines; `removed` lines.

    A line from a lesson is known by the widget that offers it and its words there, with a line break between.
    `gathered` is what the widgets of all lessons offer, as [{"place": …, "title": …, "lines": [...]}]: the page gives
    it from the device's store. Where there is no page, as in JupyterLab, it is empty, and the sheet is a blank form.
    """

    stem = "conversation_plan"
    written = traitlets.Dict(value_trait=traitlets.Unicode(), key_trait=traitlets.Unicode()).tag(sync=True, choice=True)
    edits = traitlets.Dict(value_trait=traitlets.Unicode(), key_trait=traitlets.Unicode()).tag(sync=True, choice=True)
    removed = traitlets.List(traitlets.Unicode()).tag(sync=True, choice=True)
    gathered = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, name: str = "my-plan", *, language: str = "en", **chosen: Any) -> None:
        """Raises TraitError for words in a section that the sheet does not have; EvidenceError for a crisis line."""
        self.words = words(language)
        self.sections = sections(self.words)
        self.said = plan_words(self.words)
        self.lines = crisis_lines(self.words)
        states: dict[str, Any] = {
            "sections": [{"key": section.key, "title": section.title} for section in self.sections],
            "others_after": OTHERS_AFTER,
            "help": [str(line["html"].striptags()) for line in self.lines],
            **{key: self.said[key] for key in ("title", "removed", "saved", "cleared", "file", "your_words", "done")},
        }
        super().__init__(**{"name": name, "states": states, **chosen})

    @traitlets.validate("written")
    def _known_sections(self, proposal: Any) -> dict[str, str]:
        known = [section.key for section in self.sections]
        for key in proposal["value"]:
            if key not in known:
                raise traitlets.TraitError(f"The plan has no section {key!r}; write in one of: {', '.join(known)}.")
        return dict(proposal["value"])

    def content(self) -> dict[str, Any]:
        return {
            "said": self.said,
            "sections": self.sections,
            "others_after": OTHERS_AFTER,
            "written": {section.key: self.written.get(section.key, "") for section in self.sections},
            "lines": self.lines,
        }

    def every_state(self) -> list[str]:
        return [
            *(f"{section.title}: {section.hint}" for section in self.sections),
            *self.said.values(),
        ]
