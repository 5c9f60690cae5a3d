"""The numbers a reader meets in a sentence, as that language writes them: shares, spans, differences and plain numbers.

What is no claim about the world (a date, a telephone number, the name of a scale) stands in one short list, `EXEMPT`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.numbers import get_decimal_symbol, get_group_symbol, parse_decimal

from nextsteps.wording import words


@dataclass(frozen=True)
class Grammar:
    """The few words by which a language joins numbers; each a regular expression.

    of        between the people who had an outcome and the people counted
    to        between the two ends of a span
    between   the words before and between the ends of a span, where it is said with two
    percent   after a number, the words for "of 100"
    more      between a number and `of` or at its end, where the number is a difference between groups
    negation  what turns a sentence to those who did not
    units     what a plain number may count in, each with the English word by which two are compared
    """

    of: str
    to: str
    between: tuple[str, str]
    percent: str
    more: str
    negation: str
    units: dict[str, str]


GRAMMARS = {
    "en": Grammar(
        of=r"(?:(?:people|patients)\s)?(?:out of|of|in)(?: every| each)?",
        to=r"to(?: about)?",
        between=("between", "and"),
        percent=r"percent|per cent",
        more=r"(?:more|fewer)(?: people| person)?",
        negation=r"\b(?:not|no|never|without|none|miss(?:es|ed)?)\b|n[’']t\b",
        units={
            unit + "s": unit for unit in ("minute", "hour", "day", "week", "month", "year", "session", "visit", "dose")
        }
        | {"mg": "mg", "cm": "cm"},
    ),
    "es": Grammar(
        of=r"(?:(?:personas|pacientes)\s)?(?:de|en)(?: cada)?",
        to=r"a(?: l[oa]s)?",
        between=("entre", "y"),
        percent=r"por ciento",
        more=r"(?:personas? )?(?:más|menos)(?!\s\d)",
        negation=r"\b(?:no|nunca|sin|ninguna?|ninguno|se les? escapan?)\b",
        units={
            "minutos": "minute",
            "horas": "hour",
            "días": "day",
            "semanas": "week",
            "meses": "month",
            "años": "year",
            "sesiones": "session",
            "visitas": "visit",
            "dosis": "dose",
            "mg": "mg",
            "cm": "cm",
        },
    ),
}


@dataclass(frozen=True)
class Exempt:
    """A pattern whose numbers need no claim, and why. `shown` limits it to what a widget or a chart says."""

    pattern: str
    why: str
    shown: bool = False


EXEMPT = (
    Exempt(r"\b\d{4}-\d\d-\d\d\b", "a date"),
    Exempt(r"\b(?:{months}) \d{1,2}, \d{4}\b", "a date in words"),
    Exempt(r"\b\d{1,2} de (?:{months}) de \d{4}\b", "a date in words, as Spanish writes it"),
    Exempt(
        r"(?<![\d,.])(?:988|911|838255|741741)"
        r"(?![\d,.]*\d| (?:of|in|out|de(?! Nuevo México)|people|patients|percent)\b|%)",
        "a crisis number",
    ),
    Exempt(r"\b(?:press|oprim(?:an?|ir)) (?:el )?(?:1|2|3)\b(?![\d,.]*\d)", "the key to press after calling 988"),
    Exempt(
        r"\b(?:PHQ-[29]|HAM-D-?(?:17|21|24)?|HDRS-?(?:17|21|24)|HRSD-?(?:17|21|24)|HAMD-?(?:17|21|24)|QIDS-SR-?16)(?!\d)",
        "the name of a rating scale",
    ),
    Exempt(
        r"\b(?:DSM-5|ICD-1[01]|[Ff]igure-8|H1 coil|CYP2D6|CYP2C19|5-HT|en forma de 8)\b", "a name with a number in it"
    ),
    Exempt(r"\b510\(k\)", "the name of a US procedure"),
    Exempt(
        r"(?<![\d,.])(?<!\d )100 people like those in the studies\b|^(?:[Pp]eople )?[Oo]ut of 100$|"
        r"^Out of 10,000 patients(?=$|:)|^Of every 100 people who had responded$|"
        r"\bnumber of people, out of 100, who\b|"
        r"(?<![\d,.])(?<!\d )100 personas como las de los estudios\b|^(?:[Pp]ersonas )?[Dd]e cada 100$|"
        r"^De 10,000 pacientes(?=$|:)|^De cada 100 personas(?: que habían respondido)?$|"
        r"\bcuántas personas, de cada 100,",
        "the group in which people are counted, not a finding",
    ),
    Exempt(
        r"\b(?:After 12 months it is due|A los 12 meses le toca otra revisión)\b",
        "this project's own rule for looking at a claim again",
    ),
    Exempt(
        r"\b(?:whole number from 0 to 100|número entero de 0 a 100)\b",
        "what a reader may guess, not a finding",
        shown=True,
    ),
    Exempt(
        r"\b(?:whole number from 0 to 27 fits here, as on the form|número entero de 0 a 27, como en el formulario)\b",
        "the totals of a PHQ-9 form",
        shown=True,
    ),
    Exempt(r"\b(?:in \d+ of \d+ results?|en \d+ de \d+ resultados?)\b", "the chart counts its own rows", shown=True),
    Exempt(
        r"\b(?:Showing \d+ of \d+ entries|Entradas a la vista: \d+ de \d+)\b",
        "the table counts its own rows",
        shown=True,
    ),
    Exempt(r"^[A-Z]\w+ [a-z][a-z0-9-]*-\d+$", "the name of a widget, as reviewers see it", shown=True),
    Exempt(r"^w\d\d(?=: “)", "the number of a row in the table of common statements", shown=True),
    Exempt(r": \d+ shown, \d+ open$", "the table counts its own rows", shown=True),
)


@dataclass(frozen=True)
class Figure:
    """One number, or the two ends of a span, at text[start:end].

    of     how many it is out of; a percentage is out of 100; None for a plain number
    more   it is a difference between two groups
    unit   the English word for what a plain number counts in, or ""
    """

    text: str
    start: int
    end: int
    numbers: tuple[float, ...]
    of: float | None = None
    more: bool = False
    unit: str = ""


def figures(text: str, language: str, *, shown: bool = False) -> list[Figure]:
    """Every figure in the text that needs a claim, in order. `shown` is True for what a widget or a chart says.

    Raises KeyError for a language without a grammar, ValueError for one without words.
    """
    spared = [match.span() for pattern in _exempt(language, shown) for match in pattern.finditer(text)]
    return [
        figure
        for figure in _all(text, language)
        if not any(start <= figure.start and figure.end <= end for start, end in spared)
    ]


def denied(text: str, figure: Figure, language: str) -> bool:
    """Whether the sentence around the figure speaks of those who did not."""
    ends = [match.end() for match in re.finditer(r"[.!?…](?=\s)|\n", text)]
    start = max((end for end in ends if end <= figure.start), default=0)
    end = min((end for end in ends if end >= figure.end), default=len(text))
    return bool(re.search(GRAMMARS[language].negation, text[start:end], re.IGNORECASE))


def _all(text: str, language: str) -> Iterator[Figure]:
    units = GRAMMARS[language].units
    for found in _pattern(language).finditer(text):
        numbers = tuple(_read(found[key], language) for key in ("low", "high") if found[key])
        of = 100.0 if found["percent"] else _read(found["of"], language) if found["of"] else None
        if found["singular"]:
            unit = next((u for u in units.values() if u == found["singular"].lower()), "")
        else:
            unit = units.get((found["unit"] or "").lower(), "")
        yield Figure(found[0], *found.span(), numbers, of, bool(found["more"]), unit)


def _read(digits: str, language: str) -> float:
    minus = digits[0] in "-−"
    value = float(parse_decimal(digits.lstrip("-−"), locale=words(language).locale))
    return -value if minus else value


@cache
def _pattern(language: str) -> re.Pattern[str]:
    grammar = GRAMMARS[language]
    group, decimal = (re.escape(symbol(words(language).locale)) for symbol in (get_group_symbol, get_decimal_symbol))
    digits = rf"\d{{1,3}}(?:{group}\d{{3}})+(?:{decimal}\d+)?(?!\d)|\d+(?:{decimal}\d+)?"
    number = rf"(?:(?<![\w)])[-−])?(?:{digits})"
    percent = rf"\s?(?:%|(?:{grammar.percent})\b)"
    before, between = grammar.between
    units = "|".join(sorted(grammar.units, key=len, reverse=True))
    return re.compile(
        rf"(?P<between>\b{before}\s)?(?<!\d)(?P<low>{number})"
        rf"(?:(?:{percent})?(?:(?(between)\s{between}\s|\s{grammar.to}\s)|\s?[–-]\s?)(?P<high>{number}))?"
        rf"(?:(?P<percent>{percent})"
        rf"|(?P<more>\s{grammar.more}\b)?(?:\s(?:{grammar.of})\s(?P<of>{digits})(?![\w%]))?"
        rf"(?:[\s-](?:(?P<unit>{units})|(?P<singular>{'|'.join(sorted(set(grammar.units.values())))}))\b)?)",
        re.IGNORECASE,
    )


@cache
def _exempt(language: str, shown: bool) -> tuple[re.Pattern[str], ...]:
    months = "|".join(words(language).locale.months["format"]["wide"].values())
    return tuple(
        re.compile(e.pattern.replace("{months}", months), re.MULTILINE) for e in EXEMPT if shown or not e.shown
    )
