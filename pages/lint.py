"""The claims lint: every number that a lesson shows is one that the registry gives, or the lesson is refused.

In prose the number itself is the link to its claim, so it is held to that claim alone. In the text of a widget or a
chart a row, a line or an entry that names its claim is held to it; the rest is held to the claims the lesson asks for.
nbval checks that a widget still says what it said when the lesson was committed; this checks that what it says is true.

    python -m pages.lint [FOLDER OR NOTEBOOK]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from nbconvert.filters.markdown_mistune import markdown2html_mistune

from nextsteps.evidence import Claim, Comparison, Drug, EvidenceError, Measurement, Registry
from nextsteps.evidence.records import SHARES
from nextsteps.models.four_steps import walk
from nextsteps.models.outcome import Group, group_of
from nextsteps.models.rerun import REPEATS, SIZES, exact_middle, true_shares
from nextsteps.models.whole_people import end_of_range, whole_people
from nextsteps.wording.citations import citation, short
from nextsteps.wording.claims import NO_DIFFERENCE, in_whole_numbers, missing
from nextsteps.wording.four_steps import STEPS
from nextsteps.wording.language import words
from nextsteps.wording.medicine_trials import every_text as every_trial_text
from nextsteps.wording.missed_doses import every_cell, every_text
from pages.course import VOID, lesson_names
from pages.numbers_in_text import Figure, denied, figures
from pages.render import RenderError, read_notebook

_ID = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+")
#: What stands before the id of a medicine where a claim's topic would stand, as in "drug.sertraline".
_DRUG = "drug."
#: What names the trial that a picture of a pretend world runs again: in the id of its figure, and in each plain line.
_RERUN = re.compile(r"\brerun-of-([a-z0-9-]+\.[a-z0-9-]+)")
#: Groups that a rate per 1,000 may be said of, where it is at least one whole person.
_GROUPS = (100, 1_000, 10_000, 100_000)
#: How many characters around a number a failure quotes on each side.
_AROUND = 40


@dataclass(frozen=True)
class Failure:
    """A number that may not be shown, as it stands: where, the words around it, what is wrong, and claims that fit."""

    notebook: str
    cell: str
    around: str
    wrong: str
    nearest: tuple[Claim, ...] = ()

    def __str__(self) -> str:
        near = [f"    nearest: {c.id}: {c.statement}" for c in self.nearest] or ["    nearest: no claim gives it"]
        return "\n".join([f"{self.notebook}, cell {self.cell}: “{self.around}”: {self.wrong}.", *near])


@dataclass
class Passage:
    """A run of text without a break in it.

    links   the claims that parts of it link to, as (start, end, id)
    entry   the id of the element that holds it, such as a claim's entry in the sources list, or ""
    row     the heading of the table row, or the whole line of plain text, that it belongs to
    """

    text: str
    links: list[tuple[int, int, str]] = field(default_factory=list)
    entry: str = ""
    row: str = ""


@dataclass
class Given:
    """The figures that one claim, or several together, may show.

    shares    whole people (n, of); `others` are those who did not, and `more` the differences between two groups
    spans     (low, high, of) for a range or an interval, with None for `of` where the unit is no share
    ranges    (low, high, unit) of a medicine, where hours must not be read as milligrams
    numbers   plain numbers, with the units they were given in
    """

    shares: set[tuple[float, float]] = field(default_factory=set)
    others: set[tuple[float, float]] = field(default_factory=set)
    more: set[tuple[float, float]] = field(default_factory=set)
    spans: set[tuple[float, float, float | None]] = field(default_factory=set)
    ranges: set[tuple[float, float, str]] = field(default_factory=set)
    numbers: dict[float, set[str]] = field(default_factory=dict)

    def add(self, other: Given) -> None:
        """Take in what another claim may show."""
        self.shares |= other.shares
        self.others |= other.others
        self.more |= other.more
        self.spans |= other.spans
        self.ranges |= other.ranges
        for number, units in other.numbers.items():
            self.numbers.setdefault(number, set()).update(units)

    def number(self, value: float, unit: str = "") -> None:
        self.numbers.setdefault(value, set()).add(unit)

    def gives(self, figure: Figure, *, denied: bool, mixed: bool = False) -> bool:
        """Whether the figure may be shown. `denied` is a sentence of those who did not; `mixed` is several claims."""
        n, of = figure.numbers[0], figure.of
        # "With sham it was 10": a number without a unit may leave out the 100 people that stand beside it.
        elliptic = of is None and not figure.unit and not figure.more
        if len(figure.numbers) == 2:
            low, high = figure.numbers
            if (low, high, of) in self.spans or (elliptic and (low, high, 100) in self.spans):
                return True
            if of is None and any(r[:2] == (low, high) and figure.unit in ("", r[2]) for r in self.ranges):
                return True
            # A sentence over several studies may run from the lowest of them to the highest.
            ends = {*self.shares, *((end, s[2]) for s in self.spans if s[2] for end in s[:2])}
            of = 100 if elliptic else of
            return mixed and of is not None and {(low, of), (high, of)} <= ends
        if figure.more:
            return (n, of) in self.more if of is not None else n in {m for m, _ in self.more}
        if of is not None:
            return (n, of) in self.shares or (denied and (n, of) in self.others)
        if elliptic and (n, 100) in self.shares:
            return True
        units = self.numbers.get(n, set())
        return bool(units) and (not figure.unit or figure.unit in units or "" in units)


@cache
def given(claim: Claim, *, printed: bool = False) -> Given:
    """What the claim may show. `printed` adds the fields that only a list of papers shows, such as the page number.

    A number of the claim's own kind in the statement, such as "29 of 100", counts only where the measurement agrees
    with it, so that neither can change alone.
    """
    found = Given()
    groups = [claim.measured]
    if isinstance(claim.compared_with, Comparison):
        groups.append(claim.compared_with.measured)
    for measured in groups:
        _measured(found, measured, claim.unit)
    whole = in_whole_numbers(claim)
    if whole is not claim:
        _measured(found, whole.measured, whole.unit)
        if isinstance(whole.compared_with, Comparison):
            _measured(found, whole.compared_with.measured, whole.unit)
    if claim.unit in SHARES:
        made = [group_of(m) for m in groups]
        for group in made:
            _group(found, group)
        if len(made) == 2 and made[0].of == made[1].of and None not in (made[0].people, made[1].people):
            assert made[0].people is not None and made[1].people is not None
            found.more.add((abs(made[0].people - made[1].people), made[0].of))
    for size in (claim.n, claim.people):
        if size is not None:
            found.number(size)
    if claim.unit in NO_DIFFERENCE:
        found.number(NO_DIFFERENCE[claim.unit])
    _words(found, claim, printed)
    return found


@cache
def given_of(drug: Drug) -> Given:
    """What may be shown of a medicine: its half-lives in hours, its doses in mg, the days to a steady level.

    What may not be shown is not in it, so that a number that is still open is refused like one that nobody gave.
    """
    found = Given()
    for hours in (drug.half_life_read, drug.metabolite_half_life_read):
        if hours is not None and drug.half_life_h is not None:
            for number in {hours.value, hours.low, hours.high} - {None}:
                found.number(number, "hour")
            if hours.low is not None and hours.high is not None:
                found.ranges.add((hours.low, hours.high, "hour"))
    with suppress(EvidenceError):
        doses = drug.doses
        found.ranges.add((doses.low_mg, doses.high_mg, "mg"))
        for dose in (doses.low_mg, doses.high_mg, doses.start_mg):
            if dose is not None:
                found.number(dose, "mg")
    with suppress(EvidenceError):
        found.number(drug.steady_state.days, "day")
    for text in (drug.generic, drug.brand, drug.drug_class, drug.active_metabolite, drug.missed_dose_text):
        for figure in figures(text, "en"):
            found.number(figure.numbers[0], figure.unit)
    return found


def _per(unit: str) -> float | None:
    """What the whole group is in this unit: 1 for a share of people, 1,000 for a rate per 1,000, None for the rest."""
    rate = re.match(r"per ([\d,]+) ", unit)
    return 1.0 if unit in SHARES else float(rate[1].replace(",", "")) if rate else None


def _measured(found: Given, m: Measurement, unit: str) -> None:
    if m.count is not None and m.of:
        found.shares.add((m.count, m.of))
        found.others.add((m.of - m.count, m.of))
        found.number(m.of)
    bounds = [b for b in (m.value, m.at_least, m.at_most) if b is not None]
    pairs = [p for p in (m.interval, m.range) if p is not None]
    per = _per(unit)
    if unit in SHARES:
        found.shares |= {(whole_people(b), 100) for b in bounds}
        # "About 1 in 10" for 9 of 100: no more than one person of 100 away.
        ends = [*bounds, *(m.range or ())]
        found.shares |= {(whole_people(b, 10), 10) for b in ends if abs(whole_people(b, 10) * 10 - b * 100) <= 1}
        found.others |= {(100 - whole_people(b), 100) for b in bounds}
        return
    if unit == "difference in proportions":
        found.more |= {(abs(round(b * 100)), 100) for b in bounds}
        found.spans |= {(round(low * 100), round(high * 100), None) for low, high in pairs}
        bounds = [round(b * 100) for b in bounds]
    elif per is not None:
        found.number(per)
        found.shares |= {
            (whole_people(b / per, of), of) for b in bounds for of in _GROUPS if whole_people(b / per, of) > 0
        }
        found.spans |= {
            (end_of_range(low / per, of), end_of_range(high / per, of), of) for low, high in pairs for of in _GROUPS
        }
    of_unit = unit.removesuffix("s")
    for bound in bounds:
        found.number(round(bound, 2), of_unit)
        found.number(round(bound, 2))
    found.spans |= {(round(low, 2), round(high, 2), None) for low, high in pairs}


def _group(found: Given, group: Group) -> None:
    if group.people is not None:
        found.shares.add((group.people, group.of))
        found.others.add((group.of - group.people, group.of))
        if group.people == 0 and group.share:
            found.shares.add((1, group.of))  # said as "fewer than 1 of 100"
    for pair in (group.interval, group.range):
        if pair is not None:
            found.spans.add((*pair, 100))


def _words(found: Given, claim: Claim, printed: bool) -> None:
    """Add the numbers in the registry's own words, which are English whatever the lesson's language is."""
    texts = [claim.label, claim.population, claim.setting, claim.follow_up, claim.caveat]
    if isinstance(claim.compared_with, Comparison):
        texts.append(claim.compared_with.what)
    if printed:
        texts.append("100" if claim.unit == "difference in proportions" else claim.unit)
        texts += [claim.design, claim.rater, claim.scale, claim.locator]
        texts.append(missing(words("en"), claim))
    for text in (claim.statement, *texts):
        for figure in figures(text, "en"):
            if text is claim.statement and not _agrees(claim, figure):
                continue
            if figure.more and figure.of is not None:
                found.more.add((figure.numbers[0], figure.of))
            elif len(figure.numbers) == 2:
                found.spans.add((figure.numbers[0], figure.numbers[1], figure.of))
            elif figure.of is not None:
                found.shares.add((figure.numbers[0], figure.of))
            else:
                found.number(figure.numbers[0], figure.unit)


def _agrees(claim: Claim, figure: Figure) -> bool:
    """Whether a number of the statement, if it is of the claim's own kind, is one that the claim measures."""
    per = _per(claim.unit)
    if figure.of is None:  # "30 cm" must be the 30 that a claim in cm measures
        laid_down = figure.unit and figure.unit == claim.unit.removesuffix("s") and claim.measured.value is not None
        return not laid_down or claim.measured.value in figure.numbers
    if per is None:
        return True
    groups = [claim.measured]
    if isinstance(claim.compared_with, Comparison):
        groups.append(claim.compared_with.measured)
    if figure.more:
        values = [m.share if per == 1 else m.value for m in groups]
        if len(values) < 2 or values[0] is None or values[1] is None:
            return False
        return abs(abs(values[0] - values[1]) / per * figure.of - figure.numbers[0]) <= 1
    measured = [
        number / per
        for m in groups
        for number in (
            m.share if per == 1 else None,
            m.value,
            m.at_least,
            m.at_most,
            *(m.range or ()),
            *(m.interval or ()),
        )
        if number is not None
    ]
    low, high = figure.numbers[0], figure.numbers[-1]
    if high - low in (0, 1):  # "4 to 5 of 100" is said of 0.045
        return any(
            low - 0.5 - 1e-9 <= s * figure.of <= high + 0.5 + 1e-9 for s in (*measured, *(1 - s for s in measured))
        )
    return all(any(abs(end - s * figure.of) <= 0.5 + 1e-9 for s in measured) for end in (low, high))


class _Reader(HTMLParser):
    """Cuts HTML into passages: what is visible, what a screen reader reads out, and each state a widget carries."""

    INLINE = frozenset("a abbr b cite code em i q small span strong sub sup tspan".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.passages: list[Passage] = []
        self._open: list[tuple[str, str, str]] = []  # tag, id, class
        self._now = Passage("")
        self._row = ""
        self._link: tuple[int, str] | None = None
        self._script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag not in self.INLINE:
            self._flush()
        for name in ("aria-label", "alt", "title", "placeholder"):
            if has.get(name):
                self.passages.append(Passage(has[name], entry=self._entry(), row=self._row))
        if tag == "tr":
            self._row = ""
        if tag not in VOID:
            self._open.append((tag, has.get("id", ""), has.get("class", "")))
        href = has.get("href", "")
        if tag == "a" and href.startswith("#") and _ID.fullmatch(href[1:]):
            self._link = (len(self._now.text), href[1:])

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._read_state(self._open[-1][2])
        if tag == "a" and self._link:
            self._now.links.append((self._link[0], len(self._now.text), self._link[1]))
            self._link = None
        if tag not in self.INLINE:
            heading = self._flush()
            if tag in ("th", "tr"):  # what follows a table belongs to none of its rows
                self._row = heading if tag == "th" else ""
        while any(open_tag == tag for open_tag, _, _ in self._open) and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ("", "", "")
        if inside[0] == "style":
            return
        # The scale below a drawing says where a number would stand, not that anything has it.
        if inside[0] == "text" and inside[2] == "ns-tick" and data.isdigit():
            return
        if inside[0] == "script":
            self._script += data
            return
        self._now.text += data

    def close(self) -> None:
        super().close()
        self._flush()

    def _read_state(self, kind: str) -> None:
        data, self._script = self._script, ""
        if kind not in ("ns-state", "ns-figure"):
            return
        state = json.loads(data)
        state.pop("edition", None)  # a checksum: its digits are read by the page alone
        for text in _strings(state, drawing=kind == "ns-figure"):
            self.passages += [replace(p, entry=p.entry or self._entry()) for p in passages(text)]

    def _entry(self) -> str:
        return next((id for _, id, _ in reversed(self._open) if _ID.fullmatch(id)), "")

    def _flush(self) -> str:
        done, self._now = self._now, Passage("")
        if done.text.strip():
            done.entry, done.row = self._entry(), self._row
            self.passages.append(done)
        return done.text.strip()


#: The keys of a drawing under which it has words for the reader.
_DRAWN = frozenset({"text", "hovertext", "name", "customdata", "ticktext"})


def _strings(value: Any, drawing: bool, said: bool = False) -> Iterator[str]:
    """The texts in a widget's state: all of them, or of a drawing only those it writes."""
    match value:
        case str():
            # A word in small letters without a space, such as tms-in-100, is a key and never read; a path is drawn.
            # More digits than any number has are a row to look states up in, such as the PHQ-9's.
            if (said or not drawing) and not re.fullmatch(r"[a-z][a-z0-9-]*|M\d+ \d+l[\d -]+z?|\d{20,}", value):
                yield value
        case list():
            for item in value:
                yield from _strings(item, drawing, said)
        case dict():
            for key, item in value.items():
                yield from _strings(item, drawing, said or key in _DRAWN)


def passages(text: str) -> list[Passage]:
    """The passages of a piece of HTML, in order."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.passages


def lint(path: Path, known: Registry) -> list[Failure]:
    """Every number of the lesson at `path` that its claim does not give. Raises RenderError if it is no notebook."""
    notebook = read_notebook(path)
    language = str(notebook.metadata.get("lang", "en"))
    mentioned, drugs = _mentioned(notebook, known), _asked_drugs(notebook, known)
    failures = [
        _refused(path, "(title and description)", text, figure, "this number has no claim", known, mentioned)
        for text in (notebook.metadata["title"], notebook.metadata.get("description", ""))
        for figure in figures(text, language)
    ]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            failures += _prose(path, cell.id, cell.source, language, known, mentioned)
        elif cell.cell_type == "code":
            failures += _shown(path, cell, language, known, mentioned, drugs)
    return failures


def _mentioned(notebook: Any, known: Registry) -> list[Claim]:
    """The claims that the lesson asks for, in what its cells say or in what they show."""
    ids = {claim.id: claim for claim in known}
    return [ids[id] for id in _ids(notebook) if id in ids]


def _asked_drugs(notebook: Any, known: Registry) -> dict[str, Drug]:
    """The medicines that the lesson asks for, by "drug." and their id."""
    drugs = {_DRUG + drug.id: drug for drug in known.drugs.values()}
    return {id: drugs[id] for id in _ids(notebook) if id in drugs}


def _ids(notebook: Any) -> list[str]:
    text = json.dumps([[*cell.get("outputs", []), cell.source] for cell in notebook.cells])
    return list(dict.fromkeys(_ID.findall(text)))


def lint_prose(path: Path, part: str, source: str, language: str, known: Registry) -> list[Failure]:
    """Every number that its claim does not give in a part of a Markdown file, such as a guide for facilitators."""
    ids = {claim.id: claim for claim in known}
    mentioned = [ids[id] for id in dict.fromkeys(_ID.findall(source)) if id in ids]
    return list(_prose(path, part, source, language, known, mentioned))


def _prose(
    path: Path, cell: str, source: str, language: str, known: Registry, mentioned: list[Claim]
) -> Iterator[Failure]:
    for passage in _read_markdown(source):
        for figure in figures(passage.text, language):
            wrong = _wrong_in_prose(passage, figure, language, known)
            if wrong:
                yield _refused(path, cell, passage.text, figure, wrong, known, mentioned)


def _wrong_in_prose(passage: Passage, figure: Figure, language: str, known: Registry) -> str:
    touching = [link for link in passage.links if link[0] < figure.end and figure.start < link[1]]
    if not touching:
        return f"“{figure.text}” has no claim; make the number the link to it, as in [{figure.text}](#topic.claim)"
    start, end, id = touching[0]
    if len(touching) > 1 or not (start <= figure.start and figure.end <= end):
        return f"only part of “{figure.text}” is in the link to {id}; put all of it in"
    try:
        may = given_of(known.drug(id.removeprefix(_DRUG))) if id.startswith(_DRUG) else given(known.claim(id))
    except EvidenceError as error:
        return str(error).removesuffix(".")
    if may.gives(figure, denied=denied(passage.text, figure, language)):
        return ""
    return f"{id} does not give “{figure.text}”; correct the number or the link"


def _shown(
    path: Path, cell: Any, language: str, known: Registry, mentioned: list[Claim], drugs: dict[str, Drug]
) -> Iterator[Failure]:
    together = _together(mentioned, drugs.values())
    w = words(language)
    by_label: dict[str, list[Claim]] = {}
    for claim in mentioned:
        if claim.label:
            by_label.setdefault(w.entry(claim.label), []).append(claim)
    quoted = _quoted(mentioned, drugs.values(), known, language)
    ids = {claim.id: claim for claim in mentioned}
    seen: set[tuple[str, str, str]] = set()
    entries: dict[str, list[str]] = {}
    for output in cell.get("outputs", []):
        html = "".join(output.get("data", {}).get("text/html", ""))
        spared = [*(_modelled(known, language) if _MISSED_DOSES in html else ()), *quoted]
        spared = [*(_listed(known, language) if _MEDICINE_HISTORY in html else ()), *spared]
        for passage in _read_output(output):
            key = (passage.text, passage.entry, passage.row)
            if key in seen:
                continue
            seen.add(key)
            by_id = dict.fromkeys(_ID.findall(f"{passage.entry} {passage.row}"))
            named = [ids[id] for id in by_id if id in ids]
            medicines = {id: drugs[id] for id in by_id if id in drugs}
            labelled = max((label for label in by_label if passage.row.startswith(label)), key=len, default="")
            held = named or ([] if medicines else by_label.get(labelled, []))
            owners = [*(c.id for c in held), *medicines]
            again = [ids[id] for id in _RERUN.findall(f"{passage.entry} {passage.row}") if id in ids]
            if passage.entry in ids:
                entries.setdefault(passage.entry, []).append(passage.text.strip())
            text = passage.text
            level = passage.entry.startswith(_LEVEL) and passage.row
            if level and text.strip() in _cells(known, language).get((passage.entry, passage.row), ()):
                continue
            for quote in spared:
                text = text.replace(quote, " " * len(quote))
            for figure in figures(text, language, shown=True):
                held_to = _together(held, medicines.values()) if owners else together
                # A cell of the levels is one of its own row, and no other number may stand there.
                allowed = Given() if level else _rerun(again, together) if again else held_to
                no = denied(text, figure, language)
                if not allowed.gives(figure, denied=no, mixed=not again and len(owners) != 1):
                    whose = " or ".join(owners[:3]) or "the claims of this lesson"
                    verb = "does not give" if len(owners) == 1 else "do not give"
                    wrong = f"{whose} {verb} “{figure.text}”; run python -m pages execute, or correct the claim"
                    yield _refused(path, cell.id, text, figure, wrong, known, mentioned)
    for id, texts in entries.items():
        # A statement may change without a number changing, and readers would be left with the old one.
        if not ids[id].open and not any(text.startswith(w.entry(ids[id].statement)) for text in texts):
            wrong = f"{id} now says something else; run python -m pages execute"
            yield Failure(path.name, cell.id, texts[0][: 2 * _AROUND], wrong, (ids[id],))


def _together(claims: Iterable[Claim], drugs: Iterable[Drug] = ()) -> Given:
    every = Given()
    for drug in drugs:
        every.add(given_of(drug))
    shares: dict[str, float | None] = {}
    for claim in claims:
        every.add(given(claim, printed=True))
        shares[claim.id] = claim.measured.share
    if shares.keys() >= set(STEPS):
        # How many of 100 are well after each of the four steps follows from all four together: worked out once more.
        every.shares |= {(people, 100) for people in walk([shares[id] or 0 for id in STEPS])}
    return every


def _rerun(claims: list[Claim], together: Given) -> Given:
    """What a picture of these trials, run again in a pretend world, may show: worked out here once more."""
    every = Given()
    every.add(together)
    every.shares.add((95, 100))
    for number in (REPEATS, REPEATS // 100, *SIZES):
        every.number(number)
    for share in (share for claim in claims for share in true_shares(claim)):
        every.shares.add((whole_people(share), 100))
        for of in SIZES:
            low, high = exact_middle(share, of)
            every.spans |= {(low, high, of), (whole_people(low / of), whole_people(high / of), 100)}
    return every


def _quoted(claims: list[Claim], drugs: Iterable[Drug], known: Registry, language: str) -> list[str]:
    """What is shown letter for letter from the records of sources: citations, who paid, ids. The longest come first."""
    w = words(language)
    ids = [*(claim.source for claim in claims), *(id for drug in drugs for id in drug.sources)]
    sources = [known.sources[id] for id in dict.fromkeys(ids)]
    texts = {text for source in sources for text in (citation(source, language), short(source))}
    texts |= {text for source in sources for text in (source.funding, w.entry(source.funding))}
    texts |= {claim.id for claim in claims}
    return sorted((text for text in texts if re.search(r"\d", text)), key=len, reverse=True)


#: How a widget says what it is, in the page that a notebook keeps of it.
_MISSED_DOSES = 'data-widget="missed_doses"'
_MEDICINE_HISTORY = 'data-widget="medicine_history"'
#: What begins the id of a part of the table of levels, as in "level.sertraline".
_LEVEL = "level."


@cache
def _modelled(known: Registry, language: str) -> tuple[str, ...]:
    """What the model says of each medicine, worked out anew from the registry, and where its half-life was read.

    A sentence that differs by one number is none of these, and is refused. The longest come first.
    """
    texts = set(every_text(known, words(language)))
    texts |= {citation(known.sources[id], language) for drug in known.drugs.values() for id in drug.sources}
    return tuple(sorted(texts - {""}, key=len, reverse=True))


@cache
def _cells(known: Registry, language: str) -> dict[tuple[str, str], set[str]]:
    """What each row of the table of levels may show, worked out anew."""
    return every_cell(known, words(language))


@cache
def _listed(known: Registry, language: str) -> tuple[str, ...]:
    """What is said of the made-up list and of the published case, whole sentences, the longest first.

    Their doses and weeks are no claim about medicines: those of the labels are held to the registry like all others.
    """
    return tuple(sorted(set(every_trial_text(known, words(language))), key=len, reverse=True))


@cache
def _read_markdown(source: str) -> tuple[Passage, ...]:
    """A cell as the page renders it, so that the counts of a list are no text."""
    return tuple(passages(markdown2html_mistune(source)))


def _read_output(output: Any) -> Iterator[Passage]:
    data = output.get("data", {})
    yield from _read_html("".join(data.get("text/html", "")))
    for line in "".join(data.get("text/plain", output.get("text", ""))).splitlines():
        # Columns of plain text stand apart by two spaces or more.
        for part in re.split(r"\s{2,}", line):
            yield Passage(part, row=line)


@cache
def _read_html(text: str) -> tuple[Passage, ...]:
    return tuple(passages(text))


def _refused(
    path: Path, cell: str, text: str, figure: Figure, wrong: str, known: Registry, mentioned: list[Claim]
) -> Failure:
    around = text[max(0, figure.start - _AROUND) : figure.end + _AROUND]
    said = set(re.findall(r"\w{4,}", text.casefold()))
    fitting = [c for c in known if not c.open and given(c).gives(figure, denied=False)]
    # First what the lesson is about already, then whose words are most like the words around the number.
    fitting.sort(key=lambda c: (c not in mentioned, -len(said & set(re.findall(r"\w{4,}", c.statement.casefold())))))
    return Failure(path.name, cell, " ".join(around.split()), wrong, tuple(fitting[:3]))


def main(arguments: list[str] | None = None) -> None:
    """Check every lesson in a folder, or one; print each failure and leave with 1 where there is any."""
    parser = argparse.ArgumentParser(prog="python -m pages.lint", description="check every number that a lesson shows")
    parser.add_argument("notebooks", nargs="?", default="notebooks", type=Path, help="a folder of lessons, or one")
    folder = parser.parse_args(arguments).notebooks
    paths = [folder / name for name in lesson_names(folder)] if folder.is_dir() else [folder]
    try:
        known = Registry.read()
        failures = [failure for path in paths for failure in lint(path, known)]
    except (EvidenceError, RenderError) as error:
        sys.exit(str(error))
    if failures:
        sys.exit("\n".join(str(failure) for failure in failures))
    print(f"Every number in {len(paths)} notebooks is one that the registry gives.")


if __name__ == "__main__":
    main()
