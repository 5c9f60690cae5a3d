"""The standing of claims as plain aligned text for a terminal, or as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Sequence

from nextsteps.review.standing import REASONS, Standing


def due_text(found: Sequence[Standing], today: datetime.date) -> str:
    """The claims that wait for a reviewer, by reason, with counts. A claim with two reasons stands under both."""
    waiting = sum(bool(s.reasons) for s in found)
    blocks = [f"{waiting} of {len(found)} claims are due on {today}."]
    for reason, title in REASONS.items():
        rows = [(s.claim.id, s.reasons[reason]) for s in found if reason in s.reasons]
        blocks.append("\n".join([f"{title} ({len(rows)})", *_aligned(rows)]))
    return "\n\n".join(blocks) + "\n"


def due_csv(found: Sequence[Standing]) -> str:
    """One row for each claim and reason."""
    rows = [
        (reason, s.claim.id, s.claim.file, s.claim.verification, s.claim.checked, s.reasons[reason], s.claim.statement)
        for reason in REASONS
        for s in found
        if reason in s.reasons
    ]
    return _csv(("reason", "claim", "file", "verification", "checked", "note", "statement"), rows)


def report_text(found: Sequence[Standing]) -> str:
    """Each claim on a line, by file: how it was verified, when it was last checked, and who signed it."""
    signed = sum(bool(s.valid) for s in found)
    blocks = [f"{signed} of {len(found)} claims are signed as they are today."]
    files: dict[str, list[tuple[str, ...]]] = {}
    for s in found:
        state = f"{s.signed}; open: {s.claim.open}" if s.claim.open else s.signed
        files.setdefault(s.claim.file, []).append(
            (s.claim.id, s.claim.verification, f"checked {s.claim.checked}", state)
        )
    blocks += ["\n".join([f"{file} ({len(rows)})", *_aligned(rows)]) for file, rows in files.items()]
    return "\n\n".join(blocks) + "\n"


def report_csv(found: Sequence[Standing]) -> str:
    """One row for each claim."""
    rows = [
        (
            s.claim.id,
            s.claim.file,
            s.claim.verification,
            s.claim.checked,
            "yes" if s.valid else "no",
            s.signed,
            s.claim.open,
            s.claim.statement,
        )
        for s in found
    ]
    return _csv(("claim", "file", "verification", "checked", "valid", "signed", "open", "statement"), rows)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *rows])
    return text.getvalue()
