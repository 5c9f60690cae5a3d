"""The sources of everything a lesson has shown so far, with when they were last checked. The last cell of a lesson."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nextsteps.evidence import Claim, registry
from nextsteps.review import Ledger
from nextsteps.wording import words
from nextsteps.wording.citations import bibliography
from nextsteps.wording.papers import papers
from widgets.lesson_widget import MARKUP


class Sources:
    """A list of the claims a lesson asked for, by source. `prose` names those that only the text quotes.

    Raises EvidenceError if a claim of the prose may not be shown.
    """

    def __init__(self, prose: Sequence[str] = (), *, language: str = "en") -> None:
        known = registry()
        for id in prose:
            known.claim(id)
        self.words = words(language)
        self.claims: dict[str, list[Claim]] = {}
        for claim in known.asked.values():
            self.claims.setdefault(claim.source, []).append(claim)
        self.checked = min((c.checked for c in known.asked.values()), default=None)

    def _entries(self) -> list[dict[str, Any]]:
        known = registry().sources
        cited = bibliography([known[id] for id in self.claims], self.words.language)
        signed = Ledger.read(registry())
        return [
            {
                "source": source,
                "citation": text,
                "claims": [(c, papers(self.words, c, source, signed)) for c in self.claims[source.id]],
            }
            for source, text in cited
        ]

    def html(self) -> str:
        """The list as HTML: each claim has its own id, so that a number in the text can point to it."""
        w = self.words
        return MARKUP.get_template("sources.html").render(
            entries=self._entries(),
            title=w.say("Sources"),
            checked=w.say("Every number here was last checked on {day}.", day=w.date(self.checked))
            if self.checked
            else "",
            secondary=w.say("read in reports about the study"),
            about=w.say("About this number"),
            read=w.say("Read the study:"),
            close=w.say("Close"),
        )

    def __repr__(self) -> str:
        lines = [f"Sources, last checked {self.checked}"]
        for entry in self._entries():
            lines.append(f"{entry['citation']} [{', '.join(c.id for c, _ in entry['claims'])}]")
        return "\n".join(lines)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": repr(self)}
