"""The whole registry as tables: what was found with its papers, what is still open, and what is often said instead."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import urllib.parse
from collections.abc import Callable
from typing import Any

import traitlets

from nextsteps.evidence import Claim, Comparison, Registry, registry
from nextsteps.evidence.common_statements import shown_statements
from nextsteps.evidence.exports import bibtex, claims_csv
from nextsteps.evidence.records import SHARES
from nextsteps.models.outcome import outcome
from nextsteps.review import Ledger
from nextsteps.wording import claims as say
from nextsteps.wording import words
from nextsteps.wording.citations import cited, cited_short
from nextsteps.wording.outcomes import interval, people_of
from nextsteps.wording.papers import papers
from widgets.lesson_widget import MARKUP, LessonWidget

ALL = "all"
#: No topic chosen yet: the page is short until a reader asks for one.
NONE = "none"
#: The row that shows how to read the others: both of its groups have a likely range.
EXAMPLE = "breakthrough.antler-relapse-while-staying"
#: A statement of what an article does not tell is a note of ours, and nothing that a reader may hear in these words.
GAP = re.compile(r"\bnot (mentioned|given|explained)\b|\bleft out\b|\b(mentioned|listed)\b.*\b(with no|without)\b")
#: Columns of the exported table that tell a reader nothing: of what is open no page holds a row.
NO_READERS = frozenset({"file", "label", "for_authors", "open"})
SORTS = ("topic", "checked", "verification")
#: Characters that a data address holds as they are, so that a notebook can be read and compared.
_PLAIN = " ;,/?:@=+$-_.!~*'()"
#: The mark without which Excel takes UTF-8 for Latin-1.
_UTF_8 = "\ufeff"


class ClaimTable(LessonWidget):
    """Every claim, by topic, to filter and to sort within its topic.

    State: `topic` (a key, "all", or "none" until a reader asks for one), `design` and `verification` (a key or "all"),
    `sort`, and `asked`: the ids of the findings that the reader takes to a visit. Without scripts every topic is there;
    on paper, those that are open. A claim that may not be shown stands in a list below, with what is missing and
    without what it says.

    Python has set the order for each sort and the sentence for each count; the browser only hides and moves rows.
    """

    stem = "claim_table"
    topic = traitlets.Unicode(NONE).tag(sync=True, choice=True)
    design = traitlets.Unicode(ALL).tag(sync=True, choice=True)
    verification = traitlets.Unicode(ALL).tag(sync=True, choice=True)
    sort = traitlets.Unicode(SORTS[0]).tag(sync=True, choice=True)
    asked = traitlets.List(traitlets.Unicode(), help="The ids of the findings to ask about").tag(sync=True, choice=True)

    def __init__(
        self, name: str = "claims", *, known: Registry | None = None, language: str = "en", **chosen: Any
    ) -> None:
        """`known` is the package's registry unless another is given. Raises EvidenceError if it is not sound."""
        self.words = w = words(language)
        self.known = known or registry()
        every = sorted(self.known, key=lambda c: say.topic_name(w, c.topic).casefold())
        self.found = [c for c in every if not c.open]
        self.waiting = [c for c in every if c.open]
        self.options = self._options(every)
        states = {
            "order": self._orders(),
            "said": [self._said(n, len(every)) for n in range(len(every) + 1)],
            "closed": w.say("Choose a topic. What was found opens here."),
        }
        title = w.say("Findings I want to ask about")
        super().__init__(**{"name": name, "states": states, "plan_title": title, **chosen})

    @traitlets.validate("asked")
    def _known_findings(self, proposal: Any) -> list[str]:
        known = {c.id for c in self.found}
        for id in proposal["value"]:
            if id not in known:
                raise traitlets.TraitError(f"There is no finding {id!r} here; name one by its id in the registry.")
        return list(proposal["value"])

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
                (NONE, w.say("Choose a topic")),
                (ALL, w.say("All topics")),
                *((t, say.topic_name(w, t)) for t in dict.fromkeys(c.topic for c in every)),
            ],
            "design": [(ALL, w.say("All kinds")), *((k, v) for k, v in say.design_group_names(w).items() if k in used)],
            "verification": [(ALL, w.say("All")), *say.verification_names(w).items()],
            "sort": [
                ("topic", w.say("As listed")),
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
            "topic_label": w.say("Topic"),
            "narrow": [
                ("design", w.say("Kind of study")),
                ("verification", w.say("How we checked it")),
                ("sort", w.say("Sort by")),
            ],
            "options": self.options,
            "chosen": {trait: getattr(self, trait) for trait in self.choices()},
            "said": self.states["closed"],
            "example": self._example(),
            "checked": w.say(
                "Every number here was last checked between {first} and {last}.",
                first=w.date(checked[0]),
                last=w.date(checked[-1]),
            )
            if checked and checked[0] != checked[-1]
            else w.say("Every number here was last checked on {day}.", day=w.date(checked[0]))
            if checked
            else "",
            "parts": [
                {
                    "topic": topic,
                    "name": say.topic_name(w, topic),
                    "rows": [self._row(c, signed) for c in self.found if c.topic == topic],
                }
                for topic in dict.fromkeys(c.topic for c in self.found)
            ],
            "open": [
                {
                    "claim": c,
                    "group": say.design_group(c.design),
                    "missing": say.missing(w, c),
                    "source": self.known.sources[c.source],
                    "citation": cited_short(self.known.sources[c.source], w.language),
                    "topic": say.topic_name(w, c.topic),
                }
                for c in self.waiting
            ],
            "downloads": self._downloads(),
        }

    def _row(self, claim: Claim, signed: Ledger) -> dict[str, Any]:
        """The finding, its number beside what it is compared with, its source; and `about`, which a tap opens."""
        w, source = self.words, self.known.sources[claim.source]
        whole = say.in_whole_numbers(claim)
        told = dict(papers(w, claim, source, signed))
        told.pop(w.say("Compared with"), None)
        how_sure = w.say("How sure")
        if how_sure in told and claim.unit not in SHARES:
            told[how_sure] = say.intervals(w, whole)
        told[w.say("How we checked it")] = say.verification_names(w)[claim.verification]
        number = say.number(w, whole)
        how_many = w.say("How many people")
        if re.match(rf"{re.escape(told.get(how_many, ''))}(?![\d.,]*\d)", told.get(w.say("Who was in it"), "")):
            told.pop(how_many, None)
        unknown = w.say("range not reported")
        if len(re.findall(re.escape(unknown), told.get(how_sure, ""))) > 1:
            told[how_sure] = unknown
        first = [h for h in (w.say("Keep in mind"), how_sure) if h in told]
        return {
            "claim": claim,
            "group": say.design_group(claim.design),
            "number": number,
            "beside": self._beside(whole),
            "about": [(heading, told.pop(heading)) for heading in first] + list(told.items()),
            "source": source,
            "short": cited_short(source, w.language),
            "citation": cited(source, w.language),
            "verification": say.verification_names(w)[claim.verification],
        }

    def _beside(self, claim: Claim) -> str:
        """What stands below a number: the group that it is compared with, or why there is none."""
        w, why = self.words, claim.compared_with
        if isinstance(why, Comparison):
            return w.say("Compared with: {other}", other=say.compared(w, claim))
        return {
            "no comparison group": w.say("No comparison group"),
            "both groups together": w.say("Both groups counted together"),
            "comparison not read": w.say("The other group’s number: not read"),
            "not applicable": "",
        }[why]

    def _example(self) -> dict[str, Any] | None:
        """One row explained part by part, with the likely range of both of its groups drawn on a line from 0 to 100."""
        claim = next((c for c in self.found if c.id == EXAMPLE), None)
        if claim is None:
            return None
        w, found = self.words, outcome(claim)
        groups = [(w.say("Stayed on it"), "treated", found.treated), (w.say("Tapered off"), "compared", found.compared)]

        def across(people: float) -> float:
            return 10 + 3 * people

        bars, spoken = [], []
        for y, (title, kind, group) in zip((44, 104), groups, strict=True):
            assert group is not None and group.people is not None and group.interval is not None
            people = people_of(w, group)
            low, high = group.interval
            bars.append(
                {
                    "kind": kind,
                    "y": y,
                    "title": w.say("{group}: {people}", group=title, people=people),
                    "low": across(low),
                    "high": across(high),
                    "x": across(group.people),
                }
            )
            spoken.append(w.say("{group}: {people}, {range}.", group=title, people=people, range=interval(w, group)))
        return {
            "claim": claim,
            "source": self.known.sources[claim.source],
            "citation": cited_short(self.known.sources[claim.source], w.language),
            "said": w.say(
                "Two numbers belong together: {number}. Compared with: {other}.",
                number=say.number(w, claim),
                other=say.compared(w, claim),
            ),
            "bars": bars,
            "ticks": [(across(n), w.number(n)) for n in (0, 50, 100)],
            "spoken": " ".join(spoken),
            "caption": w.say(
                "The dot is the number, of 100 people. The bar is its likely range: "
                "how far chance alone could move it. A short bar means that we can be surer."
            ),
        }

    def _downloads(self) -> list[tuple[str, str, str]]:
        """File name, label and address of each download: only what a reader may see, carried by the cell's output.

        None in another language: the files are in English, and the English page has them.
        """
        w = self.words
        if w.language != "en":
            return []
        sources = {id for c in self.found for id in (c.source, *c.also)}
        # Without what only authors need, and without who paid and the kind of study, which each row tells.
        shown = Registry(
            {c.id: c for c in self.found},
            {k: dataclasses.replace(s, funding="") for k, s in self.known.sources.items() if k in sources},
            {},
        )
        return [
            (
                "claims.csv",
                w.say("The table for a spreadsheet (CSV)"),
                _address("text/csv", _UTF_8 + _for_readers(claims_csv(shown))),
            ),
            (
                "sources.bib",
                w.say("The sources for a reference manager (BibTeX)"),
                _address("text/plain", re.sub(r"  keywords = .*\n", "", bibtex(shown))),
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
        topics = sorted({s.topic for s in self.statements}, key=lambda topic: say.topic_name(w, topic).casefold())
        return MARKUP.get_template("claim_table_statements.html").render(
            parts=[(say.topic_name(w, t), [s for s in self.statements if s.topic == t]) for t in topics],
            w=w,
            loose=w.say("You may hear"),
            left_out=w.say("Often left out"),
            names_a_gap=lambda s: bool(GAP.search(s.loose)),
            supports=w.say("For reviewers"),
            publish=w.say("What we say"),
            rests=w.say("See the findings"),
            finding=lambda n: w.say("Finding {n}", n=n),
        )

    def __repr__(self) -> str:
        w = self.words
        return "\n".join(
            f"{s.id}: “{w.entry(s.loose)}” → “{s.publish.get(w.language, s.publish['en'])}” [{', '.join(s.claims)}]"
            for s in self.statements
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": repr(self)}


def _for_readers(table: str) -> str:
    """The table of claims without the columns that are for those who edit it: `NO_READERS`."""
    rows = csv.DictReader(io.StringIO(table, newline=""))
    told = io.StringIO(newline="")
    kept = csv.DictWriter(told, [c for c in rows.fieldnames or () if c not in NO_READERS], extrasaction="ignore")
    kept.writeheader()
    kept.writerows(rows)
    return told.getvalue()


def _address(kind: str, text: str) -> str:
    """A text as an address of its own, which JupyterLab hands out as it is; a page has it as a file (pages.assets)."""
    return f"data:{kind};charset=utf-8,{urllib.parse.quote(text, safe=_PLAIN)}"
