"""The ledger `signoffs.toml`: who signed which claim, when, and a hash of what it said then.

An entry is as `nextsteps.review.signing` writes it::

    [[signoff]]
    claim = "tms.sham-trials-response"
    reviewer = "AB"
    date = 2026-11-24
    content = "sha256:…"     # of the claim and its sources: what was signed
    seal = "…"               # of the four lines above: notices a slip of the hand in this entry

Both hashes find accidents, not malice: there is no secret in them, so anyone who can edit the file can also work them
out, and a whole entry can be taken away unseen. The audit trail is the file's history in git, reviewed like any change.
"""

from __future__ import annotations

import datetime
import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nextsteps.evidence import Claim, EvidenceError, Registry, registry
from nextsteps.evidence.records import latest_day_on_earth
from nextsteps.evidence.registry import FOLDER
from nextsteps.evidence.toml_text import line_of, parse
from nextsteps.review.fingerprint import fingerprint

LEDGER = "signoffs.toml"
KEYS = ("claim", "reviewer", "date", "content", "seal")
LONGEST_NAME = 60
#: What people type to get past a question. A page must not say "reviewed by test".
PLACEHOLDERS = {"a reviewer", "the reviewer", "your name"}.union(
    "admin anonymous anybody me myself n.a. name no nobody none reviewer root someone tbd test tester".split(),
    "todo unknown user you".split(),
)


@dataclass(frozen=True)
class SignOff:
    """One reviewer's word, given on one day, that a claim agrees with its source; `content` is the hash of it."""

    claim: str
    reviewer: str
    date: datetime.date
    content: str

    @property
    def seal(self) -> str:
        """A check over the entry, as a bank number has check digits: 16 hexadecimal digits."""
        entry = "\n".join((self.claim, self.reviewer, self.date.isoformat(), self.content))
        return hashlib.sha256(entry.encode("utf-8")).hexdigest()[:16]


class Ledger:
    """The sign-offs of one evidence folder beside the registry they speak of. A damaged ledger is refused whole."""

    def __init__(self, entries: list[SignOff], known: Registry) -> None:
        self.entries = entries
        self._known = known

    @classmethod
    def read(cls, known: Registry, folder: Path = FOLDER) -> Ledger:
        """Read `signoffs.toml` in `folder` against the registry `known`. Raises EvidenceError with the line."""
        try:
            data = (folder / LEDGER).read_bytes()
        except FileNotFoundError:
            raise EvidenceError(f"{LEDGER} is missing in {folder}; restore it from the repository.") from None
        return cls.of(data, known)

    @classmethod
    def of(cls, data: bytes, known: Registry) -> Ledger:
        """The ledger in the bytes of its file. Raises EvidenceError."""
        return cls(list(_entries(data, known)), known)

    def valid(self, claim: Claim) -> list[SignOff]:
        """Who signed what the claim says today: the latest sign-off of each reviewer, the oldest first."""
        now = fingerprint(claim, self._known.sources)
        return _latest(s for s in self.entries if s.claim == claim.id and s.content == now)

    def voided(self, claim: Claim) -> list[SignOff]:
        """Who signed what the claim, or a source of it, said before it was changed, and has not signed again."""
        again = {s.reviewer for s in self.valid(claim)}
        return _latest(s for s in self.entries if s.claim == claim.id and s.reviewer not in again)


def _latest(found: Iterator[SignOff]) -> list[SignOff]:
    last = {s.reviewer: s for s in sorted(found, key=lambda s: s.date)}
    return sorted(last.values(), key=lambda s: (s.date, s.reviewer))


@cache
def _ledger() -> Ledger:
    return Ledger.read(registry())


def signoffs(claim_id: str) -> list[SignOff]:
    """The valid sign-offs of a claim of this package's registry, the latest of each reviewer.

    The ledger is read once in each process. Raises EvidenceError if there is no such claim or the ledger is damaged.
    """
    return _ledger().valid(registry().record(claim_id))


def reviewer_name(typed: str) -> str:
    """The name as it is recorded, with single spaces. Raises EvidenceError, a sentence, if it names nobody."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not name:
        raise EvidenceError('No reviewer is named; add --reviewer "AB" with your initials or your name.')
    if fault := _fault(name):
        raise EvidenceError(f"The reviewer {name!r} {fault}; give initials such as AB, or a name.")
    return name


def _fault(name: str) -> str:
    """What is wrong with a name, to be said after "the reviewer …", or nothing."""
    letters = [c.casefold() for c in name if c.isalpha()]
    if any(not (c.isalpha() or unicodedata.category(c).startswith("M") or c in " .,'’-") for c in name):
        return "has signs that no name has"
    if len(name) > LONGEST_NAME:
        return f"has {len(name)} letters, more than {LONGEST_NAME}"
    if len(letters) < 2 or (len(letters) > 2 and len(set(letters)) == 1) or name.casefold() in PLACEHOLDERS:
        return "names nobody who could be asked"
    return ""


def _entries(data: bytes, known: Registry) -> Iterator[SignOff]:
    content, text = parse(data, LEDGER)
    for key in content:
        if key != "signoff":
            near = "did you mean 'signoff'" if difflib.get_close_matches(key, ["signoff"]) else "take it out"
            line = line_of(rf'\s*\[*\s*"?{re.escape(key)}\b', text)
            raise EvidenceError(f"{LEDGER}, line {line}: {key!r} is unknown here; {near}.")
    tables = content.get("signoff", [])
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines, 1) if re.match(r"\s*\[\[\s*signoff\s*\]\]", line)]
    if not isinstance(tables, list) or len(tables) != len(starts):
        line = starts[0] if starts else line_of(r"\s*\[*\s*signoff", text)
        raise EvidenceError(
            f"{LEDGER}, line {line}: an entry does not begin with [[signoff]]; write each as `sign` writes it."
        )
    seen: dict[SignOff, int] = {}
    for start, end, table in zip(starts, [*starts, len(lines) + 1][1:], tables, strict=True):
        entry = _Entry(start, lines[start - 1 : end - 1], table)
        signoff = entry.read(known)
        if signoff in seen:
            raise entry.refuse("", f"this entry stands at line {seen[signoff]} too", "take one of the two out")
        seen[signoff] = start
        yield signoff


@dataclass(frozen=True)
class _Entry:
    """One table of the ledger with the lines it was written on, so that a refusal can point at the line."""

    start: int
    lines: list[str]
    table: dict[str, Any]

    def refuse(self, key: str, wrong: str, mend: str) -> EvidenceError:
        """The refusal of what stands on the line of `key`, or of the entry as a whole, at its heading."""
        own = (n for n, line in enumerate(self.lines) if re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line))
        return EvidenceError(f"{LEDGER}, line {self.start + next(own, 0)}: {wrong}; {mend}.")

    def read(self, known: Registry) -> SignOff:
        for key in self.table:
            if key not in KEYS:
                near = difflib.get_close_matches(key, KEYS, 1)
                raise self.refuse(
                    key, f"the key {key!r} is unknown", f"did you mean {near[0]!r}" if near else "take it out"
                )
        for key in KEYS:
            if key not in self.table:
                raise self.refuse(key, f"{key} is missing", "restore the entry from git, or delete it and sign again")
            if key != "date" and not isinstance(self.table[key], str):
                raise self.refuse(key, f"{key} = {self.table[key]!r} is not text", "put it in quotation marks")
        signoff = SignOff(self.table["claim"], self.table["reviewer"], self.table["date"], self.table["content"])
        self._check(signoff, known)
        if self.table["seal"] != signoff.seal:
            raise self.refuse(
                "",
                f"the entry for {signoff.claim} was changed after it was signed",
                "restore it from git, or delete it and sign again",
            )
        return signoff

    def _check(self, signoff: SignOff, known: Registry) -> None:
        try:
            known.record(signoff.claim)
        except EvidenceError:
            raise self.refuse(
                "claim",
                f"there is no claim {signoff.claim!r} in the registry",
                "if it was renamed or removed, delete this entry; git keeps it",
            ) from None
        if fault := _fault(signoff.reviewer):
            raise self.refuse("reviewer", f"the reviewer {signoff.reviewer!r} {fault}", "restore the name from git")
        if type(signoff.date) is not datetime.date:
            raise self.refuse(
                "date", f"date = {self.table['date']!r} is not a day", "write it as 2026-11-24, without quotation marks"
            )
        if signoff.date > latest_day_on_earth():
            raise self.refuse(
                "date", f"the date {signoff.date} lies in the future", "write the day it was really signed"
            )
        if not re.fullmatch(r"sha256:[0-9a-f]{64}", signoff.content):
            raise self.refuse(
                "content",
                "content is not a hash such as `sign` writes (sha256: and 64 digits)",
                "restore the entry from git, or delete it and sign again",
            )
