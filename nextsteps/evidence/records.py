"""What a sourced number must carry. A record that lacks its papers, or contradicts itself, is refused.

Every refusal is one sentence that names the file, the entry and the mend.
"""

from __future__ import annotations

import datetime
import difflib
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

#: What a number can be. A share of people is a fraction from 0 to 1; every other unit says what it counts.
UNITS = frozenset(
    {
        "proportion",
        "proportion of treatment stretches",
        "sensitivity",
        "specificity",
        "difference in proportions",
        "odds ratio",
        "hazard ratio",
        "relative risk",
        "relative odds reduction",
        "standardised mean difference",
        "Hedges g",
        "HDRS points",
        "HRSD-17 points at the end",
        "MADRS points",
        "PHQ-9 points",
        "Maudsley score",
        "pain score, 0 to 10",
        "percent of the starting score",
        "extra symptoms of 43",
        "per 1,000 patients",
        "per 1,000 sessions",
        "per 10,000 sessions",
        "sessions",
        "visits",
        "minutes",
        "hours",
        "weeks",
        "cm",
        "people",
        "languages",
        "medicines",
        "classes of medicine",
        "year",
        "words",  # a finding without a number
    }
)
#: Shares of something else than people: one person may be in several stretches of treatment.
NOT_OF_PEOPLE = frozenset({"proportion of treatment stretches"})
#: Units that are shares, so that "29 of 100" can be said of them.
SHARES = frozenset({"proportion", "sensitivity", "specificity"}) | NOT_OF_PEOPLE
OUTCOMES = frozenset({"response", "remission"})
#: What stands in the place of a comparison where there is none to draw.
NO_COMPARISON = frozenset({"no comparison group", "both groups together", "comparison not read", "not applicable"})
VERIFICATIONS = ("primary", "secondary", "recalled")
SOURCE_KINDS = frozenset(
    {
        "rct",
        "meta-analysis",
        "cohort",
        "registry",
        "review",
        "validation",
        "guideline",
        "label",
        "regulator",
        "agency",
        "law",
        "news",
    }
)
NOT_REPORTED = "not reported"
#: What a source says in the place of its authors where nobody has looked them up.
NOT_RECORDED = "not recorded"


class EvidenceError(Exception):
    """Evidence that may not be used, in one sentence: where it is, what is wrong and how to mend it."""


def _share_text(value: float) -> str:
    return f"{value:g}"


@dataclass(frozen=True)
class Measurement:
    """One number as its source gives it, never worked out from another.

    value     in the claim's unit; a share of people is 0 to 1
    count, of whole people: `count` of `of` had the outcome; for a rate per sessions, of `of` whole sessions
    interval  the 95% interval the source printed, in the same unit; None where it printed none
    range     the lowest and highest of several studies or readings: a spread, not an interval
    at_least, at_most   a bound, where the source gives no more
    """

    value: float | None = None
    count: int | None = None
    of: int | None = None
    interval: tuple[float, float] | None = None
    range: tuple[float, float] | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def share(self) -> float | None:
        """The share of people, 0 to 1: exact from the counts where there are counts, else as printed."""
        if self.count is not None and self.of:
            return self.count / self.of
        return self.value


@dataclass(frozen=True)
class Comparison:
    """The group beside which the number must be seen: what it got, and its own measurement."""

    what: str
    measured: Measurement

    @property
    def is_sham(self) -> bool:
        """Whether the group had a pretend treatment: only then may a sentence say sham."""
        return self.what.startswith("sham")


@dataclass(frozen=True)
class Claim:
    """One finding with its papers. `compared_with` is a Comparison, or the words that say why there is none.

    `caveat` is for readers; `for_authors` says how to show the finding, and no page shows it.
    """

    id: str
    file: str
    statement: str
    unit: str
    measured: Measurement
    compared_with: Comparison | str
    population: str
    design: str
    source: str
    locator: str
    verification: str
    certainty: str
    checked: datetime.date
    label: str = ""
    outcome: str = ""
    setting: str = ""
    follow_up: str = ""
    rater: str = NOT_REPORTED
    scale: str = NOT_REPORTED
    n: int | None = None
    also: tuple[str, ...] = ()
    caveat: str = ""
    for_authors: str = ""
    open: str = ""

    @property
    def topic(self) -> str:
        """The part of the id before the first dot, which is also the name of its file."""
        return self.id.partition(".")[0]

    @property
    def people(self) -> int | None:
        """How many people the study counted: as recorded, else both groups together."""
        if self.n is not None:
            return self.n
        if self.unit.endswith(" sessions"):  # the counts are of sessions, so they do not say how many people
            return None
        groups = [self.measured.of]
        if isinstance(self.compared_with, Comparison):
            groups.append(self.compared_with.measured.of)
        return sum(g for g in groups if g) if all(groups) else None

    @property
    def value(self) -> float | None:
        """The number as printed, else the share of people that the counts give."""
        return self.measured.value if self.measured.value is not None else self.measured.share


@dataclass(frozen=True)
class Source:
    """Where a claim was read: who wrote it, what, where, when, and who paid. Empty where the registry does not know.

    authors    "Family G" for each person in the source's order; `et_al` where there are more than are named
    organisation   who answers for the text where no person does, or who published it where one does
    container  the journal, report series or site it appeared in; volume, issue and pages belong to it
    doi, pmid, pmcid   without a web address around them
    note       a remark for reviewers, which no reader sees
    """

    id: str
    kind: str
    title: str
    url: str
    funding: str
    authors: tuple[str, ...] = ()
    et_al: bool = False
    organisation: str = ""
    container: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    accessed: datetime.date | None = None
    note: str = ""


@dataclass(frozen=True)
class CrisisLine:
    """A way to reach help now. `press` is the key after the call connects; `word` is what to text."""

    id: str
    service: str
    audience: str
    way: str
    number: str
    language: str
    source: str
    verification: str
    checked: datetime.date
    press: str = ""
    word: str = ""
    hours: str = ""
    note: str = ""
    open: str = ""


@dataclass
class Reader:
    """Takes the keys of one TOML table one by one; what is left over at the end is an unknown key."""

    file: str
    id: str
    table: Mapping[str, Any]
    taken: set[str] = field(default_factory=set)

    def refuse(self, wrong: str, mend: str) -> EvidenceError:
        return EvidenceError(f"{self.file}, {self.id}: {wrong}; {mend}.")

    def _take(self, key: str, kind: type | tuple[type, ...], what: str) -> Any:
        self.taken.add(key)
        value = self.table.get(key)
        if value is not None and (not isinstance(value, kind) or (isinstance(value, bool))):
            raise self.refuse(f"{key} = {value!r} is not {what}", f"write {key} as {what}")
        return value

    def text(self, key: str, *, needed: bool = False, one_of: Collection[str] = ()) -> str:
        value = self._take(key, str, "text in quotation marks")
        if value is None or not value.strip():
            if needed:
                raise self.refuse(f"{key} is missing", f"add {key} as the source gives it")
            return ""
        if one_of and value not in one_of:
            near = difflib.get_close_matches(value, list(one_of), 3, 0.4) or sorted(one_of)
            raise self.refuse(f"{key} {value!r} is unknown", f"use one of: {', '.join(near)}")
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._take(key, list, "a list of texts") or []
        if not all(isinstance(item, str) and item for item in value):
            raise self.refuse(f"{key} = {value!r} is not a list of texts", f"write {key} as a list of texts")
        return tuple(value)

    def number(self, key: str) -> float | None:
        value = self._take(key, (int, float), "a number")
        if value is not None and not math.isfinite(value):
            raise self.refuse(f"{key} = {value} is no number", f"write {key} as the source gives it")
        return None if value is None else float(value)

    def whole(self, key: str) -> int | None:
        value = self._take(key, int, "a whole number")
        if value is not None and value < 0:
            raise self.refuse(f"{key} = {value} is below zero", f"write {key} as the source gives it")
        return None if value is None else int(value)

    def pair(self, key: str) -> tuple[float, float] | None:
        value = self._take(key, (list, str), 'two numbers, or the words "not reported"')
        if value is None or value == NOT_REPORTED:
            return None
        if (
            not isinstance(value, list)
            or len(value) != 2
            or not all(isinstance(v, (int, float)) and not isinstance(v, bool) and math.isfinite(v) for v in value)
        ):
            raise self.refuse(
                f"{key} = {value!r} is not two numbers", f'write {key} = [low, high], or {key} = "not reported"'
            )
        low, high = float(value[0]), float(value[1])
        if low > high:
            raise self.refuse(f"{key} runs from {low:g} down to {high:g}", "put the lower number first")
        return low, high

    def flag(self, key: str) -> bool:
        """Whether the key says true; a flag that is left out says false."""
        self.taken.add(key)
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(f"{key} = {value!r} is not true or false", f"write {key} = true, or leave it out")
        return value

    def date(self, key: str, *, needed: bool = False) -> datetime.date | None:
        value = self._take(key, datetime.date, "a date such as 2026-11-24, without quotation marks")
        if value is None:
            if needed:
                raise self.refuse(f"{key} is missing", f"add the day it was {key} as a date")
            return None
        if isinstance(value, datetime.datetime):
            raise self.refuse(f"{key} {value} is more than a day", "write the date alone, such as 2026-11-24")
        if value > latest_day_on_earth():
            raise self.refuse(f"{key} {value} lies in the future", "write the day it was really done")
        return value if isinstance(value, datetime.date) else None

    def done(self, known: Collection[str]) -> None:
        for key in self.table:
            if key not in self.taken:
                near = difflib.get_close_matches(key, [k for k in known if k not in self.table], 1, 0.5)
                mend = f"did you mean {near[0]!r}" if near else "remove it or correct its name"
                raise self.refuse(f"the key {key!r} is unknown", mend)


_CLAIM_KEYS = (
    "label statement outcome unit value count of interval range at_least at_most compared_with population n "
    "setting follow_up rater scale design source also locator certainty verification caveat for_authors checked open"
).split()
_MEASUREMENT_KEYS = ("value", "count", "of", "interval", "range", "at_least", "at_most")


def read_measurement(reader: Reader, unit: str) -> Measurement:
    """The number in one table, refused where its parts contradict each other."""
    count, of = reader.whole("count"), reader.whole("of")
    per = _out_of(unit)
    measured = Measurement(
        value=reader.number("value"),
        count=count,
        of=of,
        interval=reader.pair("interval"),
        range=reader.pair("range"),
        at_least=reader.number("at_least"),
        at_most=reader.number("at_most"),
    )
    if (count is None) != (of is None) or (of is not None and of == 0):
        raise reader.refuse("count and of belong together and of is above zero", "give both, as the source does")
    if count is not None and of is not None and unit != "words":
        if count > of:
            raise reader.refuse(f"count {count} is more than of {of}", "correct the counts from the source")
        if per is None:
            raise reader.refuse(
                f"{count} of {of} cannot be compared with a number in {unit!r}",
                "leave count and of out, or correct unit",
            )
        if measured.value is None and per != 1:
            raise reader.refuse(f"{count} of {of} has no printed rate beside it", f"add value, the rate {unit}")
        if measured.value is not None and not _agrees(measured.value, count / of * per, places=2 if per == 1 else 0):
            raise reader.refuse(
                f"value {measured.value:g} does not agree with {count} of {of}, which is {count / of * per:.4f}",
                "correct whichever the source does not say",
            )
    share = measured.value if measured.value is not None else measured.share
    if per is not None:
        what, mend = (
            ("a share of people", "write 29% as 0.29, or correct the unit")
            if per == 1
            else (f"a rate {unit}", "correct the number or the unit")
        )
        bounds = (measured.value, measured.at_least, measured.at_most)
        for number in (*bounds, *(measured.interval or ()), *(measured.range or ())):
            if number is not None and not 0 <= number <= per:
                raise reader.refuse(f"{number:g} is not {what} between 0 and {per:,}", mend)
    if measured.interval and share is not None and not measured.interval[0] <= share <= measured.interval[1]:
        low, high = measured.interval
        raise reader.refuse(
            f"the interval {low:g} to {high:g} does not contain the value {share:g}", "correct the number that is wrong"
        )
    return measured


def _out_of(unit: str) -> int | None:
    """What the whole group is in this unit: 1 for a share of people, 1,000 for a rate per 1,000, None for the rest."""
    if unit in SHARES:
        return 1
    rate = re.match(r"per ([\d,]+) ", unit)
    return int(rate[1].replace(",", "")) if rate else None


def _agrees(value: float, exact: float, places: int) -> bool:
    """A printed number agrees with its counts if rounding the counts as finely as it is printed gives it.

    A share is printed at least in whole percent, so that 0.2 is read as 20%: that is places=2.
    """
    return abs(value - exact) <= 0.5 * 10.0 ** -printed_places(value, places) + 1e-9


def printed_places(value: float, places: int = 2) -> int:
    """How many decimals a number was printed with, and at least `places`: a share is in whole percent or finer."""
    return max(len(_share_text(value).partition(".")[2]), places)


def read_claim(file: str, id: str, table: Mapping[str, Any]) -> Claim:
    """One claim from its TOML table. Raises EvidenceError, a sentence, at the first thing that is wrong."""
    reader = Reader(file, id, table)
    if not re.fullmatch(r"[a-z0-9-]+\.[a-z0-9-]+", id):
        raise reader.refuse("the id is not topic.what-it-is", "use small letters, digits and hyphens around one dot")
    unit = reader.text("unit", needed=True, one_of=UNITS)
    measured = read_measurement(reader, unit)
    has_number = measured != Measurement()
    if has_number == (unit == "words"):
        raise reader.refuse(
            "a finding in words has no number, and any other has one", 'set unit = "words", or give the number'
        )
    claim = Claim(
        id=id,
        file=file,
        label=reader.text("label"),
        statement=reader.text("statement", needed=True),
        outcome=reader.text("outcome", one_of=OUTCOMES),
        unit=unit,
        measured=measured,
        compared_with=_read_comparison(reader, unit),
        population=reader.text("population", needed=True),
        n=reader.whole("n"),
        setting=reader.text("setting"),
        follow_up=reader.text("follow_up"),
        rater=reader.text("rater") or NOT_REPORTED,
        scale=reader.text("scale") or NOT_REPORTED,
        design=reader.text("design", needed=True),
        source=reader.text("source", needed=True),
        also=reader.texts("also"),
        locator=reader.text("locator", needed=True),
        certainty=reader.text("certainty", needed=True),
        verification=reader.text("verification", needed=True, one_of=VERIFICATIONS),
        caveat=reader.text("caveat"),
        for_authors=reader.text("for_authors"),
        checked=_needed(reader.date("checked", needed=True)),
        open=reader.text("open"),
    )
    reader.done(_CLAIM_KEYS)
    if claim.verification == "recalled" and not claim.open:
        raise reader.refuse("a claim that was only recalled is not marked as open", 'add open = "what is missing"')
    return claim


def _read_comparison(reader: Reader, unit: str) -> Comparison | str:
    table = reader._take("compared_with", (dict, str), "a table, or the words that say there is none")
    if table is None:
        if unit == "words":
            return "not applicable"
        raise reader.refuse(
            "compared_with is missing", f"give the comparison, or one of: {', '.join(sorted(NO_COMPARISON))}"
        )
    if isinstance(table, str):
        if table not in NO_COMPARISON:
            raise reader.refuse(
                f"compared_with {table!r} is unknown", f"give a table, or one of: {', '.join(sorted(NO_COMPARISON))}"
            )
        return table
    inner = Reader(reader.file, f"{reader.id} (compared_with)", table)
    comparison = Comparison(inner.text("what", needed=True), read_measurement(inner, unit))
    if unit != "words" and comparison.measured == Measurement():
        raise inner.refuse("the comparison has no number", 'give it, or compared_with = "comparison not read"')
    inner.done(("what", *_MEASUREMENT_KEYS))
    return comparison


def latest_day_on_earth() -> datetime.date:
    """The newest date that has begun anywhere: a reviewer in Auckland is a day ahead of a server in Santa Fe."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=14))).date()


def _needed(date: datetime.date | None) -> datetime.date:
    assert date is not None  # Reader.date raised already
    return date


_SOURCE_KEYS = (
    "kind authors et_al organisation title container year month day volume issue pages doi pmid pmcid url funding "
    "accessed note"
).split()
#: What a source's numbers look like where they have one shape, by key: the pattern, what it is, and the mend.
_SOURCE_NUMBERS = {
    "doi": (r"10\.\d{4,9}/\S+", "a DOI", "write it as 10.1234/name, without https://doi.org/"),
    "pmid": (r"[1-9]\d{0,7}", "a PubMed number", "write its digits only"),
    "pmcid": (r"PMC[1-9]\d*", "a PubMed Central number", "write it as PMC and digits"),
    "url": (r"https?://\S+", "a web address", "give the publisher's or agency's page"),
}


def read_source(file: str, id: str, table: Mapping[str, Any]) -> Source:
    """One source from its TOML table. Raises EvidenceError, a sentence, at the first thing that is wrong."""
    reader = Reader(file, id, table)
    source = Source(
        id=id,
        kind=reader.text("kind", needed=True, one_of=SOURCE_KINDS),
        authors=_read_authors(reader),
        et_al=reader.flag("et_al"),
        organisation=reader.text("organisation"),
        title=reader.text("title", needed=True),
        container=reader.text("container"),
        year=reader.whole("year"),
        month=reader.whole("month"),
        day=reader.whole("day"),
        volume=reader.text("volume"),
        issue=reader.text("issue"),
        pages=reader.text("pages"),
        doi=reader.text("doi"),
        pmid=reader.text("pmid"),
        pmcid=reader.text("pmcid"),
        url=reader.text("url", needed=True),
        funding=reader.text("funding") or NOT_REPORTED,
        accessed=reader.date("accessed"),
        note=reader.text("note"),
    )
    reader.done(_SOURCE_KEYS)
    if not source.authors and not source.organisation and table.get("authors") != NOT_RECORDED:
        raise reader.refuse(
            "neither authors nor organisation says whose it is", f'add one of them, or authors = "{NOT_RECORDED}"'
        )
    if source.et_al and not source.authors:
        raise reader.refuse("et_al stands without authors", "name the first author, or remove et_al")
    placed = [key for key in ("volume", "issue", "pages") if getattr(source, key)]
    if placed and not source.container:
        raise reader.refuse(f"{placed[0]} stands without a container", "name the journal as container")
    for key, (pattern, what, mend) in _SOURCE_NUMBERS.items():
        value = getattr(source, key)
        if value and not re.fullmatch(pattern, value):
            raise reader.refuse(f"{key} {value!r} is not {what}", mend)
    linked = source.url.partition("://doi.org/")[2]
    if linked and linked.casefold() != source.doi.casefold():
        raise reader.refuse(
            f"url leads to the DOI {linked} and doi is {source.doi or 'missing'}", "give the same DOI in both"
        )
    _refuse_impossible_publication(reader, source)
    return source


def refuse_repeated_sources(file: str, sources: Mapping[str, Source]) -> None:
    """Raises EvidenceError if two sources carry the same DOI, PubMed or PubMed Central number: one is a copy."""
    seen: dict[tuple[str, str], str] = {}
    for source in sources.values():
        for key in ("doi", "pmid", "pmcid"):
            number = getattr(source, key)
            first = seen.setdefault((key, number.casefold()), source.id) if number else source.id
            if first != source.id:
                raise EvidenceError(
                    f"{file}, {source.id}: the {key} {number} is that of {first} too; "
                    "keep one of the two, or correct the number that is wrong."
                )


def _read_authors(reader: Reader) -> tuple[str, ...]:
    """The authors as "Family G", or none where the registry says that it does not know them."""
    if reader.table.get("authors") == NOT_RECORDED:
        reader.taken.add("authors")
        return ()
    authors = reader.texts("authors")
    for author in authors:
        if not re.fullmatch(r"[^,.;&]*[^\W\d_][^,.;&]*", author) or re.search(r"\b(and|et al)\b", author):
            raise reader.refuse(
                f"the author {author!r} is not one person", 'write each as "Family GH", and et_al = true for "et al."'
            )
    return authors


def _refuse_impossible_publication(reader: Reader, source: Source) -> None:
    """Refuses a publication date that is no date, lacks its year or month, lies in the future or before 1900."""
    year, month, day = source.year, source.month, source.day
    if (month is not None and year is None) or (day is not None and month is None):
        raise reader.refuse("a day needs its month and a month its year", "add what is missing, or remove the rest")
    if year is None:
        return
    if year < 1900:
        raise reader.refuse(f"year {year} lies before 1900", "write the year it was published")
    try:
        published = datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise reader.refuse(
            f"year {year}, month {month}, day {day} is no date", "write month from 1 to 12 and the day in that month"
        ) from None
    if published > datetime.date.today():
        raise reader.refuse(f"{published} lies in the future", "write the day it was published")


def read_crisis_line(file: str, id: str, table: Mapping[str, Any]) -> CrisisLine:
    """One way to reach help from its TOML table. Raises EvidenceError at the first thing that is wrong."""
    reader = Reader(file, id, table)
    line = CrisisLine(
        id=id,
        service=reader.text("service", needed=True),
        audience=reader.text("audience", needed=True),
        way=reader.text("way", needed=True, one_of=("call", "text", "chat", "whatsapp")),
        number=reader.text("number"),
        press=reader.text("press"),
        word=reader.text("word"),
        hours=reader.text("hours"),
        language=reader.text("language", needed=True),
        source=reader.text("source", needed=True),
        verification=reader.text("verification", needed=True, one_of=VERIFICATIONS),
        checked=_needed(reader.date("checked", needed=True)),
        note=reader.text("note"),
        open=reader.text("open"),
    )
    known = "service audience way number press word hours language source verification checked note open".split()
    reader.done(known)
    if not line.number and not line.open:
        raise reader.refuse("number is missing", 'add it as read from its source, or open = "what is missing"')
    return line
