"""TOML from bytes, wherever they come from: the folder, or an older revision of it. A mistake is told with its line."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from nextsteps.evidence.records import EvidenceError


def parse(data: bytes, name: str) -> tuple[dict[str, Any], str]:
    """The tables and the text of one file. Raises EvidenceError, with the line, if it is not TOML in UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise EvidenceError(f"{name}, line {line}: this is not UTF-8 text; save the file as UTF-8.") from None
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        found = re.match(r"line (\d+)", where)
        line = int(found[1]) if found else len(text.rstrip().split("\n"))  # "at end of document": the file was cut off
        raise EvidenceError(f"{name}, line {line}: this cannot be read as TOML ({what}); mend that line.") from None


def line_of(pattern: str, text: str) -> int:
    """The number of the first line that begins with the pattern, or 1."""
    return next((n for n, line in enumerate(text.split("\n"), 1) if re.match(pattern, line)), 1)
