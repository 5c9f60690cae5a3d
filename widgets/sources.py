"""The sources of everything a lesson has shown so far, with when they were last checked. The last cell of a lesson."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nextsteps.evidence import Claim, Drug, registry
from nextsteps.review import Ledger
from nextsteps.wording import words
from nextsteps.wording.citations import bibliography, cited
from nextsteps.wording.drugs import drug_papers, drug_sentences, label_range
from nextsteps.wording.papers import papers
from widgets.lesson_widget import MARKUP


class Sources:
    """A list of the claims and medicines a lesson asked for, by source. `prose` names those that only the text quotes.

    A medicine is named as "drug.sertraline". Raises EvidenceError if what the prose names may not be shown.
    """

    def __init__(self, prose: Sequence[str] = (), *, language: str = "en") -> None:
        known = registry()
        for id in prose:
            if id.startswith("drug."):
                known.drug(id.removeprefix("drug."))
            else:
                known.claim(id)
        self.words = words(language)
        self.claims: dict[str, list[Claim]] = {}
        for claim in known.asked.values():
            self.claims.setdefault(claim.source, []).append(claim)
        # A page that shows no more of a medicine than its doses lists no more of it.
        self.doses_only = set(known.asked_doses) - set(known.asked_drugs)
        asked_drugs = {**known.asked_doses, **known.asked_drugs}
        self.drugs: dict[str, list[Drug]] = {}
        for drug in asked_drugs.values():
            self.drugs.setdefault(drug.source, []).append(drug)
        days = [record.checked for record in (*known.asked.values(), *asked_drugs.values())]
        self.checked = min(days, default=None)

    def _entries(self) -> list[dict[str, Any]]:
        known = registry().sources
        w = self.words
        # A source that only agrees with a label is listed too, below which nothing stands.
        whole = [drug for drugs in self.drugs.values() for drug in drugs if drug.id not in self.doses_only]
        agreeing = [id for drug in whole for id in drug.also]
        listed = dict.fromkeys([*self.claims, *self.drugs, *agreeing])
        in_order = bibliography([known[id] for id in listed], w.language)
        signed = Ledger.read(registry())
        return [
            {
                "source": source,
                "citation": cited(source, w.language),
                "text": text,
                "claims": [(c, papers(w, c, source, signed)) for c in self.claims.get(source.id, [])],
                "drugs": [self._drug(d) for d in self.drugs.get(source.id, [])],
            }
            for source, text in in_order
        ]

    def _drug(self, drug: Drug) -> tuple[str, str, list[tuple[str, str]]]:
        w, doses_only = self.words, drug.id in self.doses_only
        said = [label_range(w, drug)] if doses_only else drug_sentences(w, drug)
        return f"drug.{drug.id}", " ".join(said), drug_papers(w, drug, doses_only=doses_only)

    def html(self) -> str:
        """The list as HTML: each claim has its own id, so that a number in the text can point to it."""
        w = self.words
        return MARKUP.get_template("sources.html").render(
            w=w,
            entries=self._entries(),
            title=w.say("Sources"),
            all=w.say("All sources, one by one"),
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
            ids = [*(c.id for c, _ in entry["claims"]), *(id for id, _, _ in entry["drugs"])]
            lines.append(f"{entry['text']} [{', '.join(ids)}]")
        return "\n".join(lines)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": repr(self)}
