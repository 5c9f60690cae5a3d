"""How a source is named to a reader: its citation, formatted by a CSL library and never put together by hand.
Only the short name of a link, which no style knows, is put together here.

The library is citeproc-py: it is the one maintained CSL processor in Python, and needs no second language at run time
(pandoc and citeproc-js do). The style is `nlm.csl` beside this file, small and our own, because citeproc-py cannot
yet do all that the full NLM style asks of it: it shortens pages 1-11 to "1–1" and loses the spaces of a date.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from nextsteps.evidence import Source
from nextsteps.evidence.exports import csl_item
from nextsteps.wording.language import words

#: Sources whose own title is not English.
NOT_IN_ENGLISH = ("phq9-form-es",)
STYLE = Path(__file__).parent / "nlm.csl"


@cache
def citation(source: Source, language: str) -> str:
    """The source in one line of plain text that ends in a full stop, or in the title's own question mark.

    It holds no web address: where it is shown, it is the link. Raises ValueError for a language without words.
    """
    # Imported late, with lxml, because most of what imports the wording of a page names no source.
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter  # type: ignore[import-untyped]
    from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

    item = {key: value for key, value in csl_item(source).items() if key not in ("URL", "accessed", "custom")}
    listed = CitationStylesBibliography(_style(language), CiteProcJSON([item]), formatter.plain)
    listed.register(Citation([CitationItem(source.id)]))
    (text,) = listed.bibliography()
    # After a question mark citeproc-py still sets the full stop that CSL tells it to drop.
    return str(text).replace("?.", "?")


def cited(source: Source, language: str) -> str:
    """The citation for a page in this language: markup that says it is English where the page is not.

    A voice that reads it in Spanish sounds would be understood by nobody. Raises ValueError as `citation` does.
    """
    return _marked(citation(source, language), source, language)


def short(source: Source) -> str:
    """What a reader knows a source by, where the whole citation stands elsewhere: "Carpenter 2012, Depress Anxiety".

    The first author's family name, or the group; where neither is on record, the journal, or else the title.
    """
    first = csl_item(source).get("author", [{}])[0]
    who = first.get("family") or first.get("literal") or source.container or source.title
    named = f"{who} {source.year}" if source.year else str(who)
    return named if source.container in ("", who) else f"{named}, {source.container}"


def cited_short(source: Source, language: str) -> str:
    """The short name of a source for a page in this language, marked as English as `cited` does."""
    return _marked(short(source), source, language)


def bibliography(sources: Iterable[Source], language: str) -> list[tuple[Source, str]]:
    """Each source once with its citation, in the order of the alphabet. Raises ValueError as `citation` does."""
    cited = [(source, citation(source, language)) for source in dict.fromkeys(sources)]
    return sorted(cited, key=lambda entry: _in_alphabet(entry[1]))


def _marked(text: str, source: Source, language: str) -> str:
    if language == "en" or source.id in NOT_IN_ENGLISH:
        return text
    return Markup('<span lang="en">{}</span>').format(text)


def _in_alphabet(text: str) -> str:
    """Text as it is sorted: without capitals and accents, so that Á stands with a."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


@cache
def _style(language: str) -> Any:
    from citeproc import CitationStylesStyle

    locale = str(words(language).locale).replace("_", "-")
    # A test validates the style, once.
    return CitationStylesStyle(str(STYLE), locale=locale, validate=False)
