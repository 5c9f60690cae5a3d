"""What is often said, beside what the evidence supports and what we publish: `wording.toml`, checked when read.

A statement that rests on a claim no reader may see is left out of a page with that claim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nextsteps.evidence.records import EvidenceError, Reader
from nextsteps.evidence.registry import FOLDER, Registry
from nextsteps.evidence.toml_text import parse

FILE = "wording.toml"
_KEYS = "topic loose supports publish_en publish_es claims".split()


@dataclass(frozen=True)
class CommonStatement:
    """One statement in three versions. `loose` is our paraphrase; `publish` holds our text by language.

    claims    the ids of the claims that our text rests on, at least one
    """

    id: str
    topic: str
    loose: str
    supports: str
    publish: dict[str, str]
    claims: tuple[str, ...]


def common_statements(known: Registry, folder: Path = FOLDER) -> list[CommonStatement]:
    """Every statement in `wording.toml`, in its order. Raises EvidenceError, a sentence, at the first that is wrong."""
    try:
        data = (folder / FILE).read_bytes()
    except FileNotFoundError:
        raise EvidenceError(f"{FILE} is missing in {folder}; restore it from the repository.") from None
    return [_read(id, table, known) for id, table in parse(data, FILE)[0].items()]


def shown_statements(known: Registry, folder: Path = FOLDER) -> list[CommonStatement]:
    """The statements whose every claim may be shown to a reader. Raises EvidenceError as `common_statements` does."""
    return [s for s in common_statements(known, folder) if not any(known.record(id).open for id in s.claims)]


def _read(id: str, table: Any, known: Registry) -> CommonStatement:
    if not isinstance(table, dict):
        raise EvidenceError(f"{FILE}, {id}: this stands outside any entry; put it below a heading such as [w01].")
    reader = Reader(FILE, id, table)
    if not re.fullmatch(r"w\d{2,3}", id):
        raise reader.refuse("the id is not w and a number", "write it like w01")
    statement = CommonStatement(
        id=id,
        topic=reader.text("topic", needed=True, one_of={claim.topic for claim in known}),
        loose=reader.text("loose", needed=True),
        supports=reader.text("supports", needed=True),
        publish={language: reader.text(f"publish_{language}", needed=True) for language in ("en", "es")},
        claims=reader.texts("claims"),
    )
    reader.done(_KEYS)
    if not statement.claims:
        raise reader.refuse("it rests on no claim", "name in claims at least one claim that our text comes from")
    for claim in statement.claims:
        try:
            known.record(claim)
        except EvidenceError as error:
            raise EvidenceError(f"{FILE}, {id}: {error}") from None
    return statement
