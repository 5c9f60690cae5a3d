"""The PHQ-9 word for word, in English and in the official US Spanish: what is read out must be what was validated.

It may be copied without permission, with its credit line, and not reworded.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from nextsteps.evidence.records import VERIFICATIONS, EvidenceError, Reader

FILE = "phq9.toml"
#: Every part of the form, in its order. `difficulty` is the tenth question, which is not scored.
PARTS = (
    "stem",
    *(f"answer-{score}" for score in range(4)),
    *(f"item-{number}" for number in range(1, 10)),
    "difficulty",
    *(f"difficulty-{step}" for step in range(4)),
    "credit",
)
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class FormText:
    """One part of the form (see PARTS) as the form in each language prints it."""

    id: str
    en: str
    es: str
    source_en: str
    source_es: str
    verification: str
    checked: datetime.date
    note: str = ""
    open: str = ""

    def text(self, language: str) -> str:
        """The words in "en" or "es". Raises EvidenceError for a language in which the form was not read."""
        if language not in LANGUAGES:
            raise EvidenceError(
                f"{FILE}, {self.id}: the form was not read in {language!r}; use one of: {', '.join(LANGUAGES)}."
            )
        return self.es if language == "es" else self.en

    @property
    def sources(self) -> tuple[str, ...]:
        """The English form, then the Spanish one."""
        return (self.source_en, self.source_es)


def read_form_text(id: str, table: Mapping[str, Any]) -> FormText:
    """One part of the form from its TOML table. Raises EvidenceError, a sentence, at the first thing that is wrong."""
    reader = Reader(FILE, id, table)
    if id not in PARTS:
        raise reader.refuse("the form has no such part", f"use one of: {', '.join(PARTS)}")
    checked = reader.date("checked", needed=True)
    assert checked is not None  # Reader.date raised already
    read = FormText(
        id=id,
        en=reader.text("en", needed=True),
        es=reader.text("es", needed=True),
        source_en=reader.text("source_en", needed=True),
        source_es=reader.text("source_es", needed=True),
        verification=reader.text("verification", needed=True, one_of=VERIFICATIONS),
        checked=checked,
        note=reader.text("note"),
        open=reader.text("open"),
    )
    reader.done("en es source_en source_es verification checked note open".split())
    return read


def refuse_a_form_with_gaps(parts: Collection[str]) -> None:
    """Raises EvidenceError if a part of the form is missing: eight items or three answers are another test."""
    for part in PARTS:
        if part not in parts:
            raise EvidenceError(
                f"{FILE}, {part}: this part of the form is missing; add it word for word from the form."
            )
