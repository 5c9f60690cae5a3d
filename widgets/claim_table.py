"""The whole registry as tables: what was found with its papers, what is still open, and what is often said instead."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from typing import Any

import traitlets

from nextsteps.evidence import Claim, Registry, registry
from nextsteps.evidence.common_statements import shown_statements
from nextsteps.evidence.exports import bibtex, claims_csv
from nextsteps.review import Ledger
from nextsteps.wording import claims as say
from nextsteps.wording import words
from nextsteps.wording.citations import cited
from nextsteps.wording.papers import papers
from widgets.lesson_widget import MARKUP, LessonWidget

ALL = "all"
SORTS = ("topic", "checked", "verification")
#: Characters that a data address holds as they are. With spaces among them the same words stand in the address and in
#: the table, so that the compressed page is smaller by a quarter.
_PLAIN = " ;,/?:@=+$-_.!~*'()"
#: The mark without which Excel takes UTF-8 for Latin-1.
_UTF_8 = "\ufeff"


class ClaimTable(LessonWidget):
    """Every claim, to filter and to sort. State: `topic`, `design` and `verification` (a key or "all"), and `sort`.

    A claim that may not be shown stands in a list below, with what is missing and without what it says.
    Python has set the order for each sort and the sentence for each count; the browser only hides and moves rows.
    """

    stem = "claim_table"
    topic = traitlets.Unicode(ALL).tag(sync=True, choice=True)
    design = traitlets.Unicode(ALL).tag(sync=True, choice=True)
    verification = traitlets.Unicode(ALL).tag(sync=True, choice=True)
    sort = traitlets.Unicode(SORTS[0]).tag(sync=True, choice=True)

    def __init__(
        self, name: str = "claims", *, known: Registry | None = None, language: str = "en", **chosen: str
    ) -> None:
        """`known` is the package's registry unless another is given. Raises EvidenceError if it is not sound."""
        self.words = w = words(language)
        self.known = known or registry()
        every = sorted(self.known, key=lambda c: say.topic_name(w, c.topic).casefold())
        self.found = [c for c in every if not c.open]
        self.waiting = [c for c in every if c.open]
        self.options = self._options(every)
        states = {"order": self._orders(), "said": [self._said(n, len(every)) for n in range(len(every) + 1)]}
        super().__init__(**{"name": name, "states": states, **chosen})

    @traitlets.validate("topic", "design", "verification", "sort")
    def _known_choice(self, proposal: Any) -> str:
        trait, value = proposal["trait"].name, proposal["value"]
        keys = [key for key, _ in self.options[trait]]
        if value not in keys:
            raise traitlets.TraitError(f"There is no {trait} {value!r} here; choose one of: {', '.join(keys)}")
        return str(value)

    def _options(self, every: list[Claim]) -> dict[str, list[tuple[str, str]]]:
        w = self.words
        used = {say.design_group(c.design) for c in every}
        return {
            "topic": [
                (ALL, w.say("All topics")),
                *((t, say.topic_name(w, t)) for t in dict.fromkeys(c.topic for c in every)),
            ],
            "design": [(ALL, w.say("All kinds")), *((k, v) for k, v in say.design_group_names(w).items() if k in used)],
            "verification": [(ALL, w.say("All")), *say.verification_names(w).items()],
            "sort": [
                ("topic", w.say("Topic")),
                ("checked", w.say("Last checked, oldest first")),
                ("verification", w.say("How we checked, reports first")),
            ],
        }

    def _orders(self) -> dict[str, list[int]]:
        """For each sort the places, in order, of the rows as they stand in the markup."""
        keys: dict[str, Callable[[int], Any]] = {
            "topic": lambda i: i,
            "checked": lambda i: self.found[i].checked,
            "verification": lambda i: self.found[i].verification != "secondary",
        }
        return {sort: sorted(range(len(self.found)), key=keys[sort]) for sort in SORTS}

    def _said(self, count: int, every: int) -> str:
        w = self.words
        if count == 0:
            return w.say("Nothing here fits all of your choices. Choose “all” in one of them.")
        return w.say("Showing {count} of {every} entries.", count=count, every=every)

    def content(self) -> dict[str, Any]:
        w = self.words
        signed = Ledger.read(self.known)
        checked = sorted(c.checked for c in self.found)
        return {
            "w": w,
            "fields": [
                ("topic", w.say("Topic")),
                ("design", w.say("Kind of study")),
                ("verification", w.say("How we checked it")),
                ("sort", w.say("Sort by")),
            ],
            "options": self.options,
            "chosen": {trait: getattr(self, trait) for trait in self.choices()},
            "said": self._said(len(self.found) + len(self.waiting), len(self.found) + len(self.waiting)),
            "checked": w.say(
                "Every number here was last checked between {first} and {last}.",
                first=w.date(checked[0]),
                last=w.date(checked[-1]),
            )
            if checked and checked[0] != checked[-1]
            else w.say("Every number here was last checked on {day}.", day=w.date(checked[0]))
            if checked
            else "",
            "rows": [self._row(c, signed) for c in self.found],
            "open": [
                {
                    "claim": c,
                    "group": say.design_group(c.design),
                    "missing": say.missing(w, c),
                    "source": self.known.sources[c.source],
                    "citation": cited(self.known.sources[c.source], w.language),
                    "topic": say.topic_name(w, c.topic),
                }
                for c in self.waiting
            ],
            "downloads": self._downloads(),
        }

    def _row(self, claim: Claim, signed: Ledger) -> dict[str, Any]:
        w, source = self.words, self.known.sources[claim.source]
        told = dict(papers(w, claim, source, signed))
        study = [w.say("How many people"), w.say("Kind of study")]
        checks = [w.say("Last checked"), w.say("Reviewed")]
        # Said in other columns of the row already.
        for heading in (w.say("Compared with"), w.say("How sure"), w.say("Keep in mind")):
            told.pop(heading, None)
        return {
            "claim": claim,
            "group": say.design_group(claim.design),
            "topic": say.topic_name(w, claim.topic),
            "number": say.number(w, claim) or w.say("a finding without a number"),
            "compared": say.compared(w, claim),
            "interval": say.interval(w, claim),
            "study": [(heading, told.pop(heading)) for heading in study if heading in told],
            "checks": [(heading, told.pop(heading)) for heading in checks if heading in told],
            "folded": list(told.items()),
            "source": source,
            "citation": cited(source, w.language),
            "verification": say.verification_names(w)[claim.verification],
        }

    def _downloads(self) -> list[tuple[str, str, str]]:
        """File name, label and address of each download: only what a reader may see, carried by the page itself.

        None in another language: the files are in English, and the English page has them. Carried twice they would
        be more than a third of what an old phone has to fetch.
        """
        w = self.words
        if w.language != "en":
            return []
        sources = {id for c in self.found for id in (c.source, *c.also)}
        shown = Registry(
            {c.id: c for c in self.found}, {k: s for k, s in self.known.sources.items() if k in sources}, {}
        )
        return [
            (
                "claims.csv",
                w.say("The table for a spreadsheet (CSV)"),
                _address("text/csv", _UTF_8 + claims_csv(shown)),
            ),
            (
                "sources.bib",
                w.say("The sources for a reference manager (BibTeX)"),
                _address("text/plain", bibtex(shown)),
            ),
        ]

    def every_state(self) -> list[str]:
        w = self.words
        everything = [*self.found, *self.waiting]
        counts = [
            f"{label}: {sum(c.topic == topic for c in self.found)} shown, "
            f"{sum(c.topic == topic for c in self.waiting)} open"
            for topic, label in self.options["topic"][1:]
        ]
        lines = [
            f"{c.id} · {say.number(w, c) or 'words'} · n {w.number(c.people) if c.people else 'not reported'}"
            for c in self.found
        ]
        return [
            self._said(len(everything), len(everything)),
            *counts,
            *lines,
            *(f"{c.id} · open" for c in self.waiting),
        ]


class CommonStatements:
    """What is often said beside what the evidence supports and what we publish. The claims are links into the table."""

    def __init__(self, *, known: Registry | None = None, language: str = "en") -> None:
        """Raises EvidenceError if the list of statements is not sound."""
        self.words = words(language)
        self.statements = shown_statements(known or registry())

    def html(self) -> str:
        """The list as HTML."""
        w = self.words
        return MARKUP.get_template("claim_table_statements.html").render(
            statements=self.statements,
            w=w,
            loose=w.say("You may hear"),
            supports=w.say("What the evidence supports"),
            publish=w.say("What we say"),
            rests=w.say("Rests on"),
        )

    def __repr__(self) -> str:
        w = self.words
        return "\n".join(
            f"{s.id}: “{w.entry(s.loose)}” → “{s.publish.get(w.language, s.publish['en'])}” [{', '.join(s.claims)}]"
            for s in self.statements
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": repr(self)}


def _address(kind: str, text: str) -> str:
    """A text as an address of its own, so that the page can hand it out with no server behind it."""
    return f"data:{kind};charset=utf-8,{urllib.parse.quote(text, safe=_PLAIN)}"
