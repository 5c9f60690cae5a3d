"""A language's words and number formats. Babel does both: its data is CLDR, and its catalogues are gettext's."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from markupsafe import Markup

CATALOGUES = Path(__file__).parent / "locale"
#: The languages that a lesson may be written in. English sentences are the catalogue's keys.
LANGUAGES = ("en",)


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
    if language not in LANGUAGES:
        raise ValueError(f"There are no words for the language {language!r}; use one of: {', '.join(LANGUAGES)}.")
    translations = NullTranslations() if language == "en" else Translations.load(CATALOGUES, [language])
    return Words(language, translations, Locale.parse(language))
