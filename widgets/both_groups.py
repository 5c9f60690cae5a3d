"""The two groups of one study as small dots, beside the sentence of a lesson that tells of them in words."""

from __future__ import annotations

from nextsteps.charts.rows_of_dots import rows_of_dots
from nextsteps.wording import words
from nextsteps.wording.both_groups import both_groups
from widgets.lesson_widget import MARKUP


class BothGroups:
    """One pair of groups. Nothing can be chosen, so it is plain HTML; each number leads to its study.

    Every pair is drawn alike, whatever it is about, so that no treatment looks larger than another.
    """

    def __init__(self, name: str, claim: str, *, language: str = "en") -> None:
        """Raises EvidenceError for a claim that may not be shown, or that has not two groups with names."""
        self.name = name
        self.groups, self.reads = both_groups(words(language), claim)

    def html(self) -> str:
        """The picture as HTML."""
        drawn = [(group, rows_of_dots(group.people, group.of)) for group in self.groups]
        return MARKUP.get_template("both_groups.html").render(name=self.name, groups=drawn, reads=self.reads)

    def __repr__(self) -> str:
        return "\n".join([f"BothGroups {self.name}", *(group.text for group in self.groups), self.reads])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": repr(self)}
