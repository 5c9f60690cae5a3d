"""One sheet for a visit: what the reader chose in every lesson, and their own words. With nothing chosen, a form."""

from __future__ import annotations

from typing import Any

import traitlets

from nextsteps.wording import words
from nextsteps.wording.conversation_plan import Section, plan_words, sections
from nextsteps.wording.crisis import crisis_lines
from widgets.lesson_widget import LessonWidget

#: The drawn sheet: how wide it is, and how far down its first heading, the next heading and the next line stand.
WIDE, HEAD, HEADING, RULE = 128, 32, 13, 5
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
            "drawing": drawn_sheet(self.sections),
        }

    def every_state(self) -> list[str]:
        return [
            *(f"{section.title}: {section.hint}" for section in self.sections),
            *self.said.values(),
        ]


def drawn_sheet(parts: tuple[Section, ...]) -> dict[str, Any]:
    """The empty sheet as it leaves the printer, to be drawn small: for each part a heading and its lines to write on.

    wide, high   the size of the paper, in units of the drawing
    headings     (number, y) of each part, from the top
    rules        the lines to write on, as one path
    foot         y of the line above the help lines
    """
    headings, rules, y = [], "", HEAD
    for number, part in enumerate(parts, 1):
        headings.append((number, y))
        for _ in range(part.lines):
            y += RULE
            rules += f"M12 {y}h{WIDE - 24}"
        y += HEADING
    return {"wide": WIDE, "high": y + HEADING, "headings": headings, "rules": rules, "foot": y - RULE}
