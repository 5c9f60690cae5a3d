"""A language's words and number formats. Babel does both: its data is CLDR, and its catalogues are gettext's.

A catalogue is `locale/<language>.po`, read as it is: translators and reviewers see the file that readers get, and
nothing has to be compiled. Its header's `Language` is the locale that decides how numbers and dates are written.
"""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from markupsafe import Markup

CATALOGUES = Path(__file__).parent / "locale"
#: The languages that a lesson may be written in. English sentences are the catalogue's keys.
LANGUAGES = ("en", *sorted(path.stem for path in CATALOGUES.glob("*.po")))
#: Marks, in a catalogue, what comes from the registry and is no sentence of the code.
ENTRY = "registry"


@dataclass(frozen=True)
class Words:
    """What a sentence needs of one language: its translations, and how it writes numbers, dates and lists."""

    language: str
    translations: NullTranslations
    locale: Locale

    def say(self, sentence: str, /, **values: object) -> str:
        """The sentence in this language with `{names}` filled in; whole numbers in this language's format.

        A value that is HTML already (a link) stays HTML, and the words around it are escaped.
        """
        text = str(self.translations.gettext(sentence))
        if any(isinstance(value, Markup) for value in values.values()):
            text = Markup.escape(text)
        return text.format(**self._written(values))

    def say_count(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Like `say`, in the singular or plural that this language asks for with `count`."""
        return str(self.translations.ngettext(one, many, count)).format(**self._written({"count": count, **values}))

    def entry(self, text: str) -> str:
        """A text of the registry (who was in a study, what it was compared with, a name) in this language."""
        return str(self.translations.pgettext(ENTRY, text)) if text else ""

    def number(self, value: float) -> str:
        """A number as this language writes it: 1,371 or 1.371."""
        return format_decimal(value, locale=self.locale)

    def date(self, day: datetime.date) -> str:
        """A day in full: November 24, 2026."""
        return format_date(day, "long", locale=self.locale)

    def list(self, items: list[str]) -> str:
        """Items as a list in a sentence: a, b, and c."""
        return format_list(items, locale=self.locale)

    def _written(self, values: dict[str, object]) -> dict[str, object]:
        return {k: self.number(v) if isinstance(v, (int, float)) else v for k, v in values.items()}


@cache
def words(language: str) -> Words:
    """The words of a language. Raises ValueError, a sentence, if lessons are not written in it yet."""
    if language == "en":
        return Words(language, NullTranslations(), Locale.parse("en_US"))
    path = CATALOGUES / f"{language}.po"
    if not re.fullmatch(r"[a-z]{2,3}", language) or not path.is_file():
        raise ValueError(f"There are no words for the language {language!r}; use one of: {', '.join(LANGUAGES)}.")
    with path.open(encoding="utf-8") as file:
        catalogue = read_po(file)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    assert catalogue.locale is not None  # the catalogue's test reads its header
    return Words(language, Translations(compiled), catalogue.locale)
