"""The steps a person may talk about with a clinician: what each asks of them, and the claims that say what it does.

A step has no finding of its own: what it does is said by the claims it names, and by nothing else.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nextsteps.evidence.records import VERIFICATIONS, Reader

FILE = "next_steps.toml"


@dataclass(frozen=True)
class Amount:
    """How many visits, minutes or hours: from `low` to `high`, or at least `low` where `high` is None."""

    low: float
    high: float | None = None


@dataclass(frozen=True)
class NextStep:
    """One step, in the order of the file, which is not a ranking.

    name, name_es   what readers choose it by
    visits, session_minutes, hours_in_all   None where nobody has verified a number; `time` says so in words
    claims          ids of the claims that say what it does and what it risks
    """

    id: str
    name: str
    name_es: str
    involves: str
    time: str
    how_soon: str
    side_effects: str
    access: str
    claims: tuple[str, ...]
    verification: str
    checked: datetime.date
    visits: Amount | None = None
    session_minutes: Amount | None = None
    hours_in_all: Amount | None = None
    caveat: str = ""
    open: str = ""


_AMOUNTS = ("visits", "session_minutes", "hours_in_all")
_KEYS = (
    *"name name_es involves time how_soon side_effects access claims verification checked caveat open".split(),
    *_AMOUNTS,
    *(f"{key}_at_least" for key in _AMOUNTS),
)


def read_next_step(id: str, table: Mapping[str, Any]) -> NextStep:
    """One step from its TOML table. Raises EvidenceError, a sentence, at the first thing that is wrong."""
    reader = Reader(FILE, id, table)
    checked = reader.date("checked", needed=True)
    assert checked is not None  # Reader.date raised already
    visits, session_minutes, hours_in_all = (_amount(reader, key) for key in _AMOUNTS)
    step = NextStep(
        id=id,
        name=reader.text("name", needed=True),
        name_es=reader.text("name_es", needed=True),
        involves=reader.text("involves", needed=True),
        time=reader.text("time"),
        how_soon=reader.text("how_soon", needed=True),
        side_effects=reader.text("side_effects", needed=True),
        access=reader.text("access", needed=True),
        claims=reader.texts("claims"),
        verification=reader.text("verification", needed=True, one_of=VERIFICATIONS),
        checked=checked,
        visits=visits,
        session_minutes=session_minutes,
        hours_in_all=hours_in_all,
        caveat=reader.text("caveat"),
        open=reader.text("open"),
    )
    reader.done(_KEYS)
    if not step.claims:
        raise reader.refuse("claims is missing", "name the claims that say what it does")
    if repeated := [claim for n, claim in enumerate(step.claims) if claim in step.claims[:n]]:
        raise reader.refuse(f"the claim {repeated[0]!r} is named twice", "keep one of the two")
    return step


def _amount(reader: Reader, key: str) -> Amount | None:
    span, least = reader.pair(key), reader.number(f"{key}_at_least")
    if span and least is not None:
        raise reader.refuse(f"{key} and {key}_at_least contradict each other", "keep the one that the source says")
    if (span and span[0] <= 0) or (least is not None and least <= 0):
        raise reader.refuse(f"{key} is not above 0", "write it as the source gives it")
    if span:
        return Amount(*span)
    return None if least is None else Amount(least)
