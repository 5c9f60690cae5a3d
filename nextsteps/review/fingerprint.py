"""What a reviewer signed, as one short text: the hash of all that a claim and its sources say.

The hash is of the records, not of the files. Line breaks, the order of keys, comments, `1` or `1.0`, and the place of
an entry in its file do not change it. What is empty is left out, so that a record which later gains an optional field
keeps its sign-offs until somebody writes something there.

The day a claim was last checked is part of it, because readers rely on it: who checks anew signs anew.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from nextsteps.evidence import Claim, Source

NOTHING: tuple[object, ...] = (None, "", [], {})


def fingerprint(claim: Claim, sources: Mapping[str, Source]) -> str:
    """The claim and each source it names, hashed: "sha256:" and 64 hexadecimal digits.

    Raises KeyError if `sources` lacks a source of the claim; a registry that could be read lacks none.
    """
    record = asdict(claim)
    del record["file"]  # where it stands, not what it says
    return digest([record, *(asdict(sources[id]) for id in (claim.source, *claim.also))])


def digest(content: object) -> str:
    """The SHA-256 of plain content (texts, numbers, dates, lists, tables) in one canonical form.

    JSON with sorted keys in pure ASCII: Python has written a float in its shortest exact form since 3.1.
    Raises TypeError on anything that has no such form.
    """
    text = json.dumps(_plain(content), sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: object) -> Any:
    match value:
        case dict():
            plain = {str(key): _plain(item) for key, item in value.items()}
            return {key: item for key, item in plain.items() if item not in NOTHING}
        case list() | tuple():
            return [_plain(item) for item in value]
        case datetime.date():
            return value.isoformat()
        case None | str() | int() | float():
            return value
    raise TypeError(f"{type(value).__name__} has no canonical form; say in fingerprint.py how it is written")
